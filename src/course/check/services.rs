//! What a lesson is about has the name it has everywhere.

use super::Reading;
use crate::course::lesson::Lesson;
use crate::problem::Problem;

/// By the names that lessons use.
const SERVICES: [&str; 36] = [
    "alb",
    "api-gateway",
    "appsync",
    "athena",
    "cloudformation",
    "cloudfront",
    "cloudtrail",
    "cloudwatch",
    "cognito",
    "dynamodb",
    "ec2",
    "ecr",
    "ecs",
    "efs",
    "eks",
    "elasticache",
    "eventbridge",
    "fargate",
    "firehose",
    "glue",
    "iam",
    "kinesis",
    "kms",
    "lambda",
    "parameter-store",
    "rds",
    "route53",
    "s3",
    "secrets-manager",
    "ses",
    "sns",
    "sqs",
    "step-functions",
    "vpc",
    "waf",
    "x-ray",
];

/// Errors for services of a lesson of ours that nobody offers.
pub fn unknown(lesson: &Lesson, _: &Reading<'_>) -> Vec<Problem> {
    let unknown = lesson.head.services.iter().filter(|name| lesson.head.own && !SERVICES.contains(&name.as_str()));
    let problem = |name: &String| {
        let text = &lesson.source.text;
        let from = text.find("services").unwrap_or(0);
        let place = text[from..].find(name.as_str()).map_or(0..0, |at| from + at..from + at + name.len());
        Problem::unknown(place, "service", name, SERVICES)
    };
    unknown.map(problem).collect()
}

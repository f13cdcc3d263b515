//! Events as their sources send them, to begin from.

use super::overlay::{PickRow, Picker};
use super::{App, Msg, Overlay};

/// A template: the source as lessons call it, what it is in AWS's words, its JSON.
pub struct Template {
    /// `api-gateway`
    pub source: &'static str,
    /// `API Gateway, HTTP API (payload 2.0)`
    pub title: &'static str,
    /// The event.
    pub json: &'static str,
}

macro_rules! templates {
    ($($source:literal: $title:literal,)*) => {
        /// Every template. A new one is a file in `assets/events` and a line here.
        pub const TEMPLATES: &[Template] = &[$(Template {
            source: $source,
            title: $title,
            json: include_str!(concat!("../../assets/events/", $source, ".json")),
        },)*];
    };
}

templates! {
    "api-gateway": "API Gateway: HTTP API, payload format 2.0",
    "s3": "S3: an object was created",
    "sqs": "SQS: a batch of messages",
    "sns": "SNS: a notification",
    "schedule": "EventBridge: a schedule",
    "kinesis": "Kinesis: a batch of stream records",
    "dynamodb": "DynamoDB: a batch of changes",
    "test": "a test event, as the Lambda console proposes it",
}

impl App {
    /// The list of templates, for the event of the function in view.
    pub(super) fn open_templates(&mut self) {
        let rows = TEMPLATES.iter().enumerate();
        let rows =
            rows.map(|(place, template)| PickRow::new(template.title, template.source, 0, Msg::TakeTemplate(place)));
        self.overlay = Some(Overlay::Templates(Picker::new("An event from", rows.collect())));
    }

    /// Puts a template in the place of the event; a step that can be taken back.
    pub(super) fn take_template(&mut self, place: usize) {
        let Some(template) = TEMPLATES.get(place) else { return };
        let Some(file) = self.bench_mut().and_then(|bench| bench.code_mut()) else { return };
        template.source.clone_into(&mut file.event.source);
        file.event.editor.set_text(template.json.trim_end());
        file.event.look();
        self.say(format!("{}; ctrl-z brings back what was there", template.title));
        self.follow_cursor();
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn event(source: &str) -> Value {
        let template = TEMPLATES.iter().find(|template| template.source == source).expect("a template");
        serde_json::from_str(template.json).expect("JSON")
    }

    /// What handlers lean on, by AWS's documentation of each source.
    #[test]
    fn each_source_sends_what_aws_documents() {
        let http = event("api-gateway");
        assert_eq!((&http["version"], &http["isBase64Encoded"]), (&Value::from("2.0"), &Value::from(false)));
        assert_eq!(http["requestContext"]["http"]["path"], http["rawPath"]);
        for (source, path, expected) in [
            ("s3", "/Records/0/eventSource", "aws:s3"),
            ("s3", "/Records/0/s3/s3SchemaVersion", "1.0"),
            ("sqs", "/Records/0/eventSource", "aws:sqs"),
            ("sqs", "/Records/0/md5OfBody", "2800e05235975cd3b1dded418ddd3c24"),
            ("sns", "/Records/0/EventSource", "aws:sns"),
            ("sns", "/Records/0/Sns/Type", "Notification"),
            ("schedule", "/detail-type", "Scheduled Event"),
            ("schedule", "/source", "aws.events"),
            ("kinesis", "/Records/0/eventSource", "aws:kinesis"),
            ("kinesis", "/Records/0/kinesis/kinesisSchemaVersion", "1.0"),
            ("dynamodb", "/Records/0/eventSource", "aws:dynamodb"),
            ("dynamodb", "/Records/0/dynamodb/Keys/id/S", "o-1001"),
            ("test", "/key1", "value1"),
        ] {
            assert_eq!(event(source).pointer(path), Some(&Value::from(expected)), "{source}{path}");
        }
    }

    #[test]
    fn sources_have_the_names_of_lessons() {
        for template in TEMPLATES {
            assert!(crate::course::EVENT_SOURCES.contains(&template.source), "{}", template.source);
        }
    }
}

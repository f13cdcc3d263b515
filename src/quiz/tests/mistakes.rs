//! What an author hears, and where.

use super::*;

/// A question with one line changed.
fn changed(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from}");
    text.replace(from, to)
}

#[test]
fn every_mistake_has_its_place_and_its_advice() {
    let mut silent = Vec::new();
    for (text, from, to, expected) in [
        (
            PINGER,
            "type = \"MultipleChoice\"",
            "type = \"MultipelChoice\"",
            "4:8: error: unknown type of question `MultipelChoice` (did you mean `MultipleChoice`?)",
        ),
        (
            PINGER,
            "prompt.distractors",
            "prompt.distracters",
            "6:8: error: unknown key in `prompt` `distracters` (did you mean `distractors`?)",
        ),
        (PINGER, "\"M08\"", "\"M80\"", "7:26: error: unknown misconception `M80` (did you mean `M08`?)"),
        (
            PINGER,
            "\"M08\", \"M12\"",
            "\"M08\"",
            "7:25: error: `prompt.misconceptions` has 1 entry for 2 distractors (give one for each, in the same order; \"\" where there is none)",
        ),
        (
            PINGER,
            "prompt.feedback = [\"One environment stays warm, not all.\", \"\"]",
            "prompt.feedback = [\"a\", \"b\", \"c\"]",
            "8:19: error: `prompt.feedback` has 3 entries for 2 distractors (give one for each, in the same order; \"\" where there is none)",
        ),
        (
            PINGER,
            "id = \"cs-pinger\"",
            "",
            "4:8: error: this question has no `id` (give it a short name that never changes, such as id = \"cs-burst\": what a learner answered hangs on it)",
        ),
        (
            PINGER,
            "answer.answer = \"One environment usually stays warm\"",
            "",
            "2:1: error: `answer.answer` is missing",
        ),
        (
            PINGER,
            "answer.answer = \"One",
            "answer.answer = 5 # \"One",
            "9:17: error: `answer.answer` must be a list, each of it a text in quotes; this is a number",
        ),
        (
            PINGER,
            "\"Cold starts disappear\"",
            "\"One environment usually stays warm\"",
            "6:23: error: two choices read the same: `One environment usually stays warm`",
        ),
        (
            PINGER,
            "\"Cold starts disappear\"",
            "12",
            "6:23: error: `prompt.distractors` must be a text in quotes; this is a number",
        ),
        (
            PINGER,
            "context = \"A ping occupies one environment; a burst needs many.\"",
            "",
            "4:8: warning: no `context`: a learner would like to know why the answer is right",
        ),
        (
            PINGER,
            "context =",
            "difficulty = 9\ncontext =",
            "10:14: error: `difficulty` must be a whole number from 1 to 5",
        ),
        (PINGER, "context =", "multipart = \"story\"\ncontext =", "10:13: error: unknown multipart text `story`"),
        (
            PINGER,
            "prompt.prompt = \"A schedule calls the function every five minutes. What changes?\"",
            "prompt.prompt = \" \"",
            "5:17: error: `prompt.prompt` is empty",
        ),
        (
            PINGER,
            "prompt.distractors = [\"Cold starts disappear\", \"Bursts no longer cause cold starts\"]\nprompt.misconceptions = [\"M08\", \"M12\"]\nprompt.feedback = [\"One environment stays warm, not all.\", \"\"]",
            "",
            "5:1: error: `prompt.distractors` is missing",
        ),
        (
            PINGER,
            "prompt.feedback",
            "prompt.answerIndex = 3\nprompt.feedback",
            "8:22: error: `prompt.answerIndex` must be a whole number from 0 to 2",
        ),
        (
            BURST,
            "{{warm}} environments",
            "{{wram}} environments",
            "5:17: error: unknown variable `wram` (did you mean `warm`?)",
        ),
        (BURST, "= max(0, n - warm)", "= max(0, n - wram)", "10:17: error: unknown name `wram` (did you mean `warm`?)"),
        (BURST, "= max(0, n - warm)", "= n / (warm - 3)", "10:17: error: division by zero"),
        (
            BURST,
            "= max(0, n - warm)",
            "19",
            "10:17: error: `answer.answer` must be a number or \"= expression\"; this is a text",
        ),
        (
            BURST,
            "n = [10, 40]",
            "n = [40, \"many\"]",
            "9:29: error: the variable `n` must be a range or a list of values (write [10, 40] for 10 to 40, [128, 256, 512] for one of three, { from = 0, to = 1, step = 0.1 } or { one_of = [1, 5] })",
        ),
        (
            BURST,
            "vars = { warm = [1, 5], n = [10, 40] }",
            "vars = 3",
            "9:8: error: `vars` must be a table (write vars = { n = [10, 40] })",
        ),
        (
            COST,
            "answer.tolerance = 0.01",
            "answer.tolerance = \"some\"",
            "8:20: error: `answer.tolerance` must be a number or a percentage (write 0.02 for that much on either side, or \"5%\" for a share of the answer)",
        ),
        (
            COST,
            "answer.tolerance = 0.01",
            "answer.tolerance = -1",
            "8:20: error: `answer.tolerance` must be a number or a percentage (write 0.02 for that much on either side, or \"5%\" for a share of the answer)",
        ),
        (
            COST,
            "{= fmt(lambda.gb_second",
            "{= fmt(lambda.gb_secnd",
            "9:11: error: unknown name `lambda.gb_secnd` (did you mean `lambda.gb_second`?)",
        ),
        (
            PHASES,
            "prompt.items = [\"fetch the code\", ",
            "prompt.items = [\"freeze\", ",
            "6:16: error: two items read the same: `freeze`",
        ),
        (PHASES, "prompt.items", "prompt.itmes", "6:8: error: unknown key in `prompt` `itmes` (did you mean `items`?)"),
        (
            LONG_WORK,
            "\"answer 202\", \"enqueue\", \"poll\"]]",
            "\"enqueue\", \"poll\"]]",
            "7:18: error: this order does not hold the items of the question (write the same texts as in `prompt.items`, each once, in the other right order)",
        ),
        (
            WORD,
            "prompt.distractors = [\"invoke\"]",
            "prompt.distractors = [\"init.\"]",
            "6:23: error: this distractor is also a right answer",
        ),
        (
            WORD,
            "prompt.distractors",
            "prompt.response = \"longish\"\nprompt.distractors",
            "6:19: error: unknown response `longish` (known: short, long, code)",
        ),
    ] {
        let found = mistakes_in(&changed(text, from, to), &our_rules());
        if !found.iter().any(|line| line == expected) {
            silent.push(format!("wanted {expected}\nfound  {found:#?}"));
        }
    }
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}

#[test]
fn all_mistakes_are_told_at_once() {
    let text = "
[[questions]]
type = \"Numeric\"
prompt.promt = \"?\"
answer.answer = true

[[questions]]
id = \"x\"
type = \"Quiz\"
";
    assert_eq!(
        mistakes_in(text, &our_rules()),
        [
            "3:8: error: this question has no `id` (give it a short name that never changes, such as id = \"cs-burst\": what a learner answered hangs on it)",
            "3:8: warning: no `context`: a learner would like to know why the answer is right",
            "4:1: error: `prompt.prompt` is missing",
            "4:8: error: unknown key in `prompt` `promt` (did you mean `prompt`?)",
            "5:17: error: `answer.answer` must be a number or \"= expression\"; this is true or false",
            "9:8: error: unknown type of question `Quiz` (known: MultipleChoice, ShortAnswer, Numeric, Ordering, Match, Cloze, Tracing, SpotTheBug)",
        ]
    );
}

#[test]
fn broken_toml_is_a_problem_and_the_rest_is_still_asked() {
    let (quiz, problems) = Quiz::parse(&format!("{PINGER}\nhint = = \n{CAUSES}"), &our_rules());
    assert!(!problems.is_empty());
    assert!(quiz.questions.iter().any(|question| question.id == "cs-causes"), "{quiz:?}");
}

#[test]
fn a_quiz_without_questions_says_so() {
    let expected = [
        "1:1: error: there are no questions (start each with a line [[questions]])",
        "1:1: error: unknown key `title` (known: multipart, questions)",
    ];
    assert_eq!(mistakes_in("title = 1\n", &our_rules()), expected);
}

#[test]
fn an_id_is_used_once() {
    let found = mistakes_in(&format!("{PINGER}{PINGER}"), &our_rules());
    assert_eq!(
        found,
        [
            "12:1: error: the id `cs-pinger` is taken by another question here (each question needs an id of its own: what a learner answered hangs on it)"
        ]
    );
}

#[test]
fn types_that_come_later_are_announced_to_author_and_learner() {
    for kind in ["Match", "Cloze", "Tracing", "SpotTheBug"] {
        let text = format!("[[questions]]\nid = \"m\"\ntype = \"{kind}\"\nprompt.pairs = [[\"a\", \"b\"]]\n{PINGER}");
        let (quiz, problems) = Quiz::parse(&text, &our_rules());
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert_eq!(problems[0].message, format!("questions of the type `{kind}` are not built yet in this version"));
        assert_eq!(quiz.notes, [format!("Question 1 is of the type {kind}, which this version cannot ask yet.")]);
        assert_eq!(quiz.questions.len(), 1);
    }
}

#[test]
fn a_quiz_of_mdbook_is_read_as_it_is() {
    let text = r#"
multipart.story = "Consider this program."

[[questions]]
type = "MultipleChoice"
multipart = "story"
prompt.prompt = "What is 1 + {{1}}?"
prompt.distractors = ["1", "3", "**infinity**"]
answer.answer = ["2"]
promptExplanation = true
context = """
Consult your local mathematician.
"""

[[questions]]
id = "b230bed3-d6ba-4048-8b06-aa655d837b04"
type = "ShortAnswer"
prompt.prompt = "Which keyword?"
prompt.response = "code"
answer.answer = "let"
answer.alternatives = ["let mut"]

[[questions]]
type = "Tracing"
prompt.program = "fn main() {}"
answer.doesCompile = true
answer.stdout = ""
"#;
    let (quiz, problems) = Quiz::parse(text, &foreign_rules());
    assert_eq!(problems.len(), 1, "{problems:?}");
    let first = quiz.questions[0].draw(1);
    assert_eq!(first.setting.as_deref(), Some("Consider this program."));
    assert_eq!(first.prompt, "What is 1 + {{1}}?");
    assert!(matches!(&first.form, Form::Choose { several: true, choices } if choices.len() == 4));
    assert_eq!(quiz.questions[0].id, "question-1");
    assert_eq!(quiz.questions[1].id, "b230bed3-d6ba-4048-8b06-aa655d837b04");
}

#[test]
fn a_question_alone_leaves_the_keys_of_others() {
    let text = "prompt = \"How many cold starts?\"\ntype = \"Numeric\"\nanswer = 19\nlab = \"burst\"\nreveal = \"Nineteen.\"\n";
    let (question, problems) = Question::parse(text, &["lab", "reveal"], &our_rules());
    assert_eq!(problems, []);
    assert!(Arc::new(question.unwrap()).draw(1).grade(&typed("19")).is_right());
    let (_, problems) = Question::parse(text, &["lab"], &our_rules());
    assert_eq!(problems[0].message, "unknown key `reveal`");
}

#[test]
fn a_question_never_speaks_to_the_terminal() {
    let text = changed(PINGER, "A schedule", "A \\u001b[31mschedule\\u0007 \\u202e\\u0000");
    let asked = question(&text).draw(1);
    assert!(asked.prompt.starts_with("A ␛[31mschedule␇ \u{fffd}␀"), "{}", asked.prompt);
}

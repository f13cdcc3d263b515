//! TOML into questions. A question with a mistake is left out and its mistakes are told; the others are asked.

use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fields::{Fields, Located, Problems};
use super::kinds::{self, Kind};
use super::variable::Variable;
use super::{Book, Misconceptions, Question, Quiz, Values, template};
use crate::problem::Problem;

/// What a course knows while its questions are read.
#[derive(Clone)]
pub struct Rules {
    /// The beliefs a distractor may name.
    pub misconceptions: Arc<Misconceptions>,
    /// What expressions are worked out over.
    pub book: Book,
    /// Whether this is one of our own courses: then ids are needed, since a learner's history hangs on them,
    /// and `{= …}` and `{{…}}` are looked at.
    pub ours: bool,
}

/// More questions than anybody takes in one go; a file with more is a mistake.
const MOST_QUESTIONS: usize = 500;

/// Drawings tried while reading, beside the lowest and highest values: enough to meet a division by zero in a small range.
const TRIALS: u64 = 16;

impl Quiz {
    /// Reads `[[questions]]`. Spans in the problems are bytes of `text`.
    pub fn parse(text: &str, rules: &Rules) -> (Self, Vec<Problem>) {
        let problems = Problems::default();
        let document = read_document(text, &problems);
        let mut quiz = Self::default();
        let file = Fields::new("", 0..0, document.get_ref(), &problems);
        quiz.read(&file, rules);
        file.finish();
        (quiz, problems.into_sorted())
    }

    fn read(&mut self, file: &Fields, rules: &Rules) {
        let multipart = file.raw("multipart").and_then(|value| value.get_ref().as_table());
        let tables = tables_of(file);
        // What broke the file may have broken the questions off.
        if !file.has("questions") && file.problems().errors() == 0 {
            file.wrong_with_help(0..0, "there are no questions", "start each with a line [[questions]]");
        }
        if tables.len() > MOST_QUESTIONS {
            let message = format!("{} questions; at most {MOST_QUESTIONS} are read", tables.len());
            file.wrong(tables[MOST_QUESTIONS].span(), message);
        }
        for (index, table) in tables.into_iter().take(MOST_QUESTIONS).enumerate() {
            let Some(keys) = table.get_ref().as_table() else {
                file.wrong(table.span(), "a question must be a table; start it with [[questions]]");
                continue;
            };
            let fields = Fields::new("", table.span(), keys, file.problems());
            match read_question(fields, rules, Place::InQuiz(index + 1), multipart) {
                Reading::Question(question) => self.add(*question, file, table.span()),
                Reading::NotYet(kind) => self
                    .notes
                    .push(format!("Question {} is of the type {kind}, which this version cannot ask yet.", index + 1)),
                Reading::Broken => self.notes.push(format!("Question {} has a mistake and is left out.", index + 1)),
            }
        }
    }

    fn add(&mut self, question: Question, file: &Fields, span: std::ops::Range<usize>) {
        if self.questions.iter().any(|other| other.id == question.id) {
            file.wrong_with_help(
                span,
                format!("the id `{}` is taken by another question here", question.id),
                "each question needs an id of its own: what a learner answered hangs on it",
            );
        }
        self.questions.push(Arc::new(question));
    }
}

impl Question {
    /// Reads one question that stands alone, as in a `predict` fence; `others` are the keys that somebody else reads.
    pub fn parse(text: &str, others: &[&'static str], rules: &Rules) -> (Option<Self>, Vec<Problem>) {
        let problems = Problems::default();
        let document = read_document(text, &problems);
        let fields = Fields::new("", 0..0, document.get_ref(), &problems);
        fields.leave(others);
        let reading = read_question(fields, rules, Place::Alone, None);
        let question = if let Reading::Question(question) = reading { Some(*question) } else { None };
        (question, problems.into_sorted())
    }
}

/// Where a question stands: one in a quiz is remembered by its id and explained by its context.
#[derive(Clone, Copy)]
enum Place {
    InQuiz(usize),
    Alone,
}

/// What came of one table.
enum Reading {
    Question(Box<Question>),
    NotYet(String),
    Broken,
}

fn read_document<'t>(text: &'t str, problems: &Problems) -> Spanned<DeTable<'t>> {
    let (document, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        problems.add(Problem::error(error.span().unwrap_or(0..0), error.message().trim().replace('\n', " ")));
    }
    document
}

fn tables_of<'t>(file: &Fields<'t>) -> Vec<&'t Spanned<DeValue<'t>>> {
    let Some(questions) = file.raw("questions") else { return Vec::new() };
    match questions.get_ref() {
        DeValue::Array(tables) => tables.iter().collect(),
        _ => vec![questions],
    }
}

fn read_question(fields: Fields, rules: &Rules, place: Place, multipart: Option<&DeTable>) -> Reading {
    let problems = fields.problems();
    let before = problems.errors();
    let kind_name = fields.needed_text("type");
    let row = match kind_name.as_ref().map(|name| kinds::find(&name.value)) {
        Some(Kind::Built(row)) => row,
        Some(Kind::Later(name)) => {
            let place = fields.place("type");
            let problem =
                Problem::warning(place, format!("questions of the type `{name}` are not built yet in this version"));
            problems.add(problem.with_help("the quiz goes on without it and says so"));
            return Reading::NotYet(name.to_owned());
        }
        Some(Kind::Unknown) => {
            let name = kind_name.unwrap_or(Located { value: String::new(), span: 0..0 });
            problems.add(Problem::unknown(name.span, "type of question", &name.value, kinds::names()));
            return Reading::Broken;
        }
        None => return Reading::Broken,
    };
    let (prompt, answer) = (fields.inner("prompt"), fields.inner("answer"));
    let prompt_text = prompt.needed_text("prompt");
    let kind = (row.read)(&prompt, &answer, rules);
    prompt.finish();
    answer.finish();

    let so_far = problems.errors();
    let variables = Variable::read_all(&fields);
    if problems.errors() == so_far {
        check_holes(&fields, &variables, rules); // otherwise every use of a broken variable would be told as well
    }
    let id = read_id(&fields, rules, place);
    let setting = read_setting(&fields, multipart);
    let (context, hint) = (optional(&fields, "context"), optional(&fields, "hint"));
    let difficulty = fields.whole("difficulty", 1..=5).map(|level| level as u8);
    let tags = fields.texts("tags").into_iter().map(|tag| tag.value).collect();
    let lesson = optional(&fields, "lesson");
    fields.leave(&["promptExplanation"]); // asks for a written reason in mdbook-quiz; we do not
    if rules.ours && context.is_none() && matches!(place, Place::InQuiz(_)) {
        let message = "no `context`: a learner would like to know why the answer is right";
        problems.add(Problem::warning(fields.place("type"), message));
    }
    fields.finish();

    let (Some(prompt), Some(kind)) = (prompt_text, kind) else { return Reading::Broken };
    let question = Question {
        id,
        setting,
        prompt: prompt.value,
        kind,
        context,
        hint,
        difficulty,
        tags,
        lesson,
        variables,
        book: Arc::clone(&rules.book),
    };
    if problems.errors() == before {
        try_out(&question, problems);
    }
    if problems.errors() > before { Reading::Broken } else { Reading::Question(Box::new(question)) }
}

fn optional(fields: &Fields, key: &'static str) -> Option<String> {
    fields.text(key).map(|text| text.value.trim_end().to_owned()).filter(|text| !text.is_empty())
}

fn read_id(fields: &Fields, rules: &Rules, place: Place) -> String {
    let id = fields.text("id").filter(|id| !id.value.trim().is_empty());
    let Place::InQuiz(number) = place else { return id.map(|id| id.value).unwrap_or_default() };
    if id.is_none() && rules.ours {
        fields.wrong_with_help(
            fields.place("type"),
            "this question has no `id`",
            "give it a short name that never changes, such as id = \"cs-burst\": what a learner answered hangs on it",
        );
    }
    id.map_or_else(|| format!("question-{number}"), |id| id.value)
}

fn read_setting(fields: &Fields, multipart: Option<&DeTable>) -> Option<String> {
    let key = fields.text("multipart")?;
    let found = multipart.and_then(|table| table.get(key.value.as_str())).and_then(|text| text.get_ref().as_str());
    if found.is_none() {
        let known = multipart.into_iter().flatten().map(|(name, _)| name.get_ref().as_ref());
        fields.problems().add(Problem::unknown(key.span, "multipart text", &key.value, known));
    }
    found.map(super::fields::harmless)
}

/// Every hole in every text of the question must have something to fill it, at the lowest and the highest values.
fn check_holes(fields: &Fields, variables: &[Variable], rules: &Rules) {
    let limits = limits(variables, &rules.book);
    let looked_at = rules.ours || !variables.is_empty();
    fields.each_text(&mut |text, span| {
        for (hole, _) in template::holes(text) {
            match hole {
                template::Hole::Variable(name) if looked_at && !variables.iter().any(|known| known.name() == name) => {
                    let known = variables.iter().map(Variable::name);
                    fields.problems().add(Problem::unknown(span.clone(), "variable", name, known));
                }
                template::Hole::Expression(expression) if rules.ours => {
                    if let Some(reason) = limits.iter().find_map(|values| values.text(expression).err()) {
                        fields.problems().add(Problem { span: span.clone(), ..reason });
                    }
                }
                _ => {}
            }
        }
    });
}

/// Draws the question a few times and lets its kind look for trouble.
fn try_out(question: &Question, problems: &Problems) {
    let question = Arc::new(question.clone());
    let drawn = (0..TRIALS).map(|seed| question.draw(seed).values);
    let mut trials = limits(&question.variables, &question.book).into_iter().chain(drawn);
    if let Some(trouble) = trials.find_map(|values| question.kind.trouble(&values)) {
        problems.add(trouble);
    }
}

fn limits(variables: &[Variable], book: &Book) -> [Values; 2] {
    [false, true].map(|highest| {
        let mut values = Values::none(Arc::clone(book));
        for variable in variables {
            variable.set_limit(highest, &mut values);
        }
        values
    })
}

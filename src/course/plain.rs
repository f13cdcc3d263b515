//! A lesson as plain text in reading order, for screen readers, pipes and tests. Directives are described in words.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use super::block::{Alignment, Block, BlockKind, CodeBlock, CodeKind, List, Table};
use super::clean;
use super::directive::{Challenge, Directive, EventCard, LabCard, Predict, QuizCard, Truth};
use super::inline::{self, Inline, LinkTarget};
use super::lesson::Lesson;
use crate::lab::Window;
use crate::problem::Severity;
use crate::quiz::Form;

/// All pages of a lesson; `address` is what `coldstart run` finds it by.
pub fn lesson(lesson: &Lesson, address: &str) -> String {
    let mut text = Text { out: String::new(), indent: String::new(), address: clean::one_line(address), lesson };
    text.head();
    let count = lesson.pages.len();
    for (number, page) in lesson.pages.iter().enumerate() {
        if count > 1 {
            text.line(&format!("[page {} of {count}]", number + 1));
            text.gap();
        }
        text.blocks(&page.blocks);
    }
    text.out.truncate(text.out.trim_end().len());
    text.out.push('\n');
    text.out
}

struct Text<'a> {
    out: String,
    indent: String,
    address: String,
    lesson: &'a Lesson,
}

impl Text<'_> {
    fn head(&mut self) {
        let head = &self.lesson.head;
        let begins_with_title = self.lesson.pages.first().is_some_and(|page| page.title == head.title);
        if !begins_with_title {
            self.line(&format!("# {}", head.title));
            self.gap();
        }
        let mut facts = Vec::new();
        facts.extend(head.minutes.map(|minutes| format!("{minutes} minutes")));
        facts.extend(head.level.map(|level| format!("{level:?}").to_lowercase()));
        if !facts.is_empty() {
            self.line(&facts.join(", "));
        }
        if !head.objectives.is_empty() {
            self.line("You will be able to:");
            for objective in &head.objectives {
                self.line(&format!("- {objective}"));
            }
        }
        self.gap();
    }

    fn line(&mut self, text: &str) {
        for line in text.split('\n') {
            let _ = writeln!(self.out, "{}", format!("{}{line}", self.indent).trim_end());
        }
    }

    /// One blank line, never two.
    fn gap(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for (index, block) in blocks.iter().enumerate() {
            self.block(block);
            let next = blocks.get(index + 1).map(|next| &next.kind);
            // A list inside an item belongs to the line above it.
            if !self.indent.is_empty() && matches!(next, Some(BlockKind::List(_))) {
                self.out.truncate(self.out.trim_end().len());
                self.out.push('\n');
            }
        }
    }

    fn indented(&mut self, by: &str, blocks: &[Block]) {
        let outer = self.indent.clone();
        self.indent.push_str(by);
        self.blocks(blocks);
        self.indent = outer;
    }

    fn block(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Heading { level, text, .. } => {
                self.line(&format!("{} {}", "#".repeat(usize::from(*level)), spoken(text)));
                self.gap();
            }
            BlockKind::Paragraph(text) => {
                self.line(&spoken(text));
                self.gap();
            }
            BlockKind::List(list) => self.list(list),
            BlockKind::Quote(blocks) => self.indented("> ", blocks),
            BlockKind::Callout(callout) => {
                let title = callout.title.as_ref().map_or(String::new(), |title| format!(": {}", spoken(title)));
                self.line(&format!("{}{title}", callout.kind.title()));
                self.indented("  ", &callout.blocks);
            }
            BlockKind::Details(details) => {
                self.line(&spoken(&details.title));
                self.gap();
                self.indented("  ", &details.blocks);
            }
            BlockKind::Tabs(tabs) => {
                for tab in tabs {
                    self.line(&format!("[{}]", spoken(&tab.title)));
                    self.gap();
                    self.indented("  ", &tab.blocks);
                }
            }
            BlockKind::Definitions(definitions) => {
                for definition in definitions {
                    for term in &definition.terms {
                        self.line(&spoken(term));
                    }
                    for meaning in &definition.meanings {
                        self.indented("    ", meaning);
                    }
                }
            }
            BlockKind::Facts(facts) => {
                for fact in facts {
                    self.line(&spoken(fact));
                }
                self.gap();
            }
            BlockKind::Code(code) => self.code(code),
            BlockKind::Table(table) => self.table(table),
            BlockKind::Image(image) => {
                let caption = image.caption.as_ref().map_or(String::new(), |caption| format!(" ({caption})"));
                self.line(&format!("[picture: {}]{caption}", image.alt));
                self.gap();
            }
            BlockKind::Rule => {
                self.line("----");
                self.gap();
            }
            BlockKind::Footnotes(notes) => {
                for note in notes {
                    self.line(&format!("[{}]", note.number));
                    self.indented("    ", &note.blocks);
                }
            }
            BlockKind::Pause | BlockKind::Note(_) => {}
            BlockKind::Directive(directive) => self.directive(directive),
            BlockKind::Problems(problems) => {
                for problem in problems {
                    self.line(&format!("[{}]", self.lesson.source.headline(problem)));
                    if let Some(help) = problem.help.as_ref().filter(|_| problem.severity == Severity::Error) {
                        self.line(&format!("[help: {help}]"));
                    }
                }
                self.gap();
            }
        }
    }

    fn list(&mut self, list: &List) {
        for (index, item) in list.items.iter().enumerate() {
            let mark = match (list.start, &item.task) {
                (_, Some(task)) => format!("- [{}] ", if task.done { 'x' } else { ' ' }),
                (Some(first), None) => format!("{}. ", first.saturating_add(index as u64)),
                (None, None) => "- ".to_owned(),
            };
            let begin = self.out.len();
            self.indented(&" ".repeat(mark.len()), &item.blocks);
            self.mark(begin, &mark);
        }
        self.gap();
    }

    /// Puts the item's mark where the first line's indentation is, and takes the blank line after the item away.
    fn mark(&mut self, begin: usize, mark: &str) {
        let at = begin + self.indent.len();
        if self.out.len() <= begin {
            self.line(mark.trim_end());
            return;
        }
        if self.out.get(at..at + mark.len()).is_some_and(|space| space.trim().is_empty()) {
            self.out.replace_range(at..at + mark.len(), mark);
        }
        self.out.truncate(self.out.trim_end().len());
        self.out.push('\n');
    }

    fn code(&mut self, code: &CodeBlock) {
        let language = match (code.kind, code.lang.as_str()) {
            (CodeKind::Ascii, _) => "drawing".to_owned(),
            (CodeKind::Console, _) => "terminal".to_owned(),
            (CodeKind::Diff, _) => "changes".to_owned(),
            (CodeKind::Source, "") => "code".to_owned(),
            (CodeKind::Source, lang) => format!("code, {lang}"),
        };
        let title = code.title.as_ref().map_or(String::new(), |title| format!(": {title}"));
        self.line(&format!("[{language}{title}]"));
        let outer = self.indent.clone();
        self.indent.push_str("    ");
        self.line(&code.text);
        self.indent = outer;
        self.gap();
    }

    fn table(&mut self, table: &Table) {
        let rows: Vec<Vec<String>> = std::iter::once(&table.head)
            .chain(&table.rows)
            .map(|row| row.iter().map(|cell| spoken(cell).replace('\n', " ")).collect())
            .collect();
        let widths = widths(&rows);
        for (number, row) in rows.iter().enumerate() {
            let cells = row.iter().enumerate().map(|(column, cell)| {
                let width = widths.get(column).copied().unwrap_or(0);
                padded(cell, width, table.align.get(column).copied().unwrap_or_default())
            });
            self.line(cells.collect::<Vec<_>>().join("  ").trim_end());
            if number == 0 {
                self.line(&widths.iter().map(|width| "-".repeat(*width)).collect::<Vec<_>>().join("  "));
            }
        }
        self.gap();
    }

    fn directive(&mut self, directive: &Directive) {
        match directive {
            Directive::Lab(card) => self.lab(card),
            Directive::Predict(predict) => self.predict(predict),
            Directive::Challenge(challenge) => self.challenge(challenge),
            Directive::Quiz(card) => self.quiz(card),
            Directive::Event(card) => self.event(card),
        }
        self.gap();
    }

    fn lab(&mut self, card: &LabCard) {
        self.line(&format!("[lab: {}]", card.title));
        for action in &card.spec.actions {
            self.line(&format!("    key {}: {}", action.key, action.label));
        }
        for control in &card.spec.controls {
            let values =
                if control.values.is_empty() { String::new() } else { format!(": {}", control.values.join(", ")) };
            self.line(&format!("    dial {}{values}", control.label));
        }
        self.line(&format!("    run without a screen: coldstart run {}#{}", self.address, card.id));
    }

    fn predict(&mut self, predict: &Predict) {
        self.line(&format!("[predict] {}", predict.prompt));
        if let Truth::Known(question) = &predict.truth {
            let asked = question.draw(0);
            self.form(&asked.form);
        }
    }

    fn challenge(&mut self, challenge: &Challenge) {
        self.line(&format!("[challenge: {}]", challenge.title));
        let goals: Vec<&str> = challenge.goals.iter().map(|goal| goal.text.as_str()).collect();
        self.line(&format!("    goal, {}: {}", window(&challenge.window), goals.join(" and ")));
        for (star, goal) in &challenge.stars {
            self.line(&format!("    {star} star: {}", goal.text));
        }
    }

    fn quiz(&mut self, card: &QuizCard) {
        self.line(&format!("[quiz{}]", card.title.as_ref().map_or(String::new(), |title| format!(": {title}"))));
        for (index, question) in card.quiz.questions.iter().enumerate() {
            // One fixed drawing, so that two readings of the text are the same.
            let asked = question.draw(0);
            if let Some(setting) = &asked.setting {
                self.line(setting);
            }
            self.line(&format!("{}. {}", index + 1, asked.prompt));
            self.form(&asked.form);
        }
        for note in &card.quiz.notes {
            self.line(note);
        }
    }

    /// What can be answered, never what is right.
    fn form(&mut self, form: &Form) {
        let lines: Vec<String> = match form {
            Form::Choose { choices, .. } => {
                choices.iter().enumerate().map(|(index, choice)| format!("   {}) {choice}", index + 1)).collect()
            }
            Form::Arrange { items } => {
                let first = "   put in order:".to_owned();
                std::iter::once(first).chain(items.iter().map(|item| format!("   - {item}"))).collect()
            }
            Form::Type { unit: Some(unit), .. } => vec![format!("   answer in {unit}")],
            Form::Type { .. } => Vec::new(),
        };
        for line in lines {
            self.line(&line);
        }
    }

    fn event(&mut self, card: &EventCard) {
        let title = card.title.as_ref().map_or(String::new(), |title| format!(": {title}"));
        self.line(&format!("[event from {}{title}]", card.source));
        let outer = self.indent.clone();
        self.indent.push_str("    ");
        self.line(&card.json);
        self.indent = outer;
    }
}

/// A window in words.
pub fn window(window: &Window) -> String {
    match window {
        Window::All => "over the whole run".to_owned(),
        Window::Last(_) => format!("over the {window}"),
        Window::Between(from, to) => format!("from {} to {}", from.clock(), to.clock()),
        Window::After(key) => format!("after key {key}"),
    }
}

fn widths(rows: &[Vec<String>]) -> Vec<usize> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width =
        |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width()).max().unwrap_or(0);
    (0..columns).map(width).collect()
}

fn padded(text: &str, width: usize, align: Alignment) -> String {
    let space = width.saturating_sub(text.width());
    let left = match align {
        Alignment::Left => 0,
        Alignment::Center => space / 2,
        Alignment::Right => space,
    };
    format!("{}{text}{}", " ".repeat(left), " ".repeat(space - left))
}

/// Words, with what a mark says and a link's address where it is not the words themselves.
fn spoken(inlines: &[Inline]) -> String {
    let mut text = String::new();
    for inline in inlines {
        match inline {
            Inline::Link { target: LinkTarget::Url(url), text: label } => {
                let label = spoken(label);
                let shown = if label == *url { label } else { format!("{label} <{url}>") };
                text.push_str(&shown);
            }
            Inline::Link { target: LinkTarget::Lesson { id, .. }, text: label } => {
                let _ = write!(text, "{} [lesson {id}]", spoken(label));
            }
            Inline::Link { text: label, .. }
            | Inline::Emphasis(label)
            | Inline::Strong(label)
            | Inline::Mark(label) => {
                text.push_str(&spoken(label));
            }
            Inline::Strike(label) => {
                let _ = write!(text, "~~{}~~", spoken(label));
            }
            Inline::Kbd(key) => {
                let _ = write!(text, "[{key}]");
            }
            Inline::Code(code) => {
                let _ = write!(text, "`{code}`");
            }
            other => text.push_str(&inline::words(std::slice::from_ref(other))),
        }
    }
    text
}

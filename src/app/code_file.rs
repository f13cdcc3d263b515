//! A function's code on the bench: what the lesson gives, what the learner has made of it.

use similar::{ChangeTag, TextDiff};

use super::drafts::Kept;
use super::editor::clean;
use super::{Editor, EventDraft};
use crate::course::Files;
use crate::lab::LabSpec;
use crate::lab::spec::LabFunction;

/// A file of a function's code.
#[derive(Clone, Debug)]
pub struct CodeFile {
    /// Whose code it is.
    pub function: String,
    /// Its path in the course.
    pub path: String,
    /// Whether the function runs it; otherwise its model only shows it.
    pub runs: bool,
    /// Its language, by its ending: `js`.
    pub lang: String,
    /// The code as the lesson gives it.
    pub original: String,
    /// The code as it stands.
    pub editor: Editor,
    /// What the pane shows of it.
    pub view: CodeView,
    /// The event that the function is called with.
    pub event: EventDraft,
    /// Whether the lesson's code is another than the one that the learner changed.
    pub corrected: bool,
    pub(super) kept: Kept,
    /// For each line shown, its number in the course's file, from zero.
    numbers: Vec<usize>,
}

/// What the pane shows of a function's code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum CodeView {
    /// The code.
    #[default]
    Text,
    /// What the learner has changed of it.
    Diff(Vec<DiffLine>),
}

/// One line of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiffLine {
    /// Its number in the lesson's code, from one; nothing for a line that came.
    pub original: Option<usize>,
    /// Its number in the learner's code, from one; nothing for a line that went.
    pub own: Option<usize>,
    /// What it says.
    pub text: String,
}

/// The lesson's code and the learner's, line by line.
pub(super) fn diff(original: &str, own: &str) -> Vec<DiffLine> {
    let diff = TextDiff::from_lines(original, own);
    let line = |change: similar::Change<&str>| DiffLine {
        original: change.old_index().filter(|_| change.tag() != ChangeTag::Insert).map(|index| index + 1),
        own: change.new_index().filter(|_| change.tag() != ChangeTag::Delete).map(|index| index + 1),
        text: change.value().trim_end_matches('\n').to_owned(),
    };
    diff.iter_all_changes().map(line).collect()
}

impl CodeFile {
    fn new(function: &str, path: &str, source: &str, event: &str) -> Self {
        // Anchors are for lessons that show a part of the file, not for its readers.
        let shown = source.lines().enumerate().filter(|(_, line)| !is_anchor(line));
        let (numbers, lines): (Vec<usize>, Vec<&str>) = shown.unzip();
        let original = clean(&lines.join("\n"));
        Self {
            function: function.to_owned(),
            path: path.to_owned(),
            runs: false,
            lang: path.rsplit('.').next().unwrap_or_default().to_owned(),
            editor: Editor::new(&original),
            original,
            view: CodeView::Text,
            event: EventDraft::new("test", event),
            corrected: false,
            kept: Kept::default(),
            numbers,
        }
    }

    /// Whether the learner has changed it.
    pub fn is_changed(&self) -> bool {
        self.editor.text() != self.original
    }

    /// The lesson's code again; a step that can be taken back.
    pub(super) fn restore(&mut self) {
        let original = self.original.clone();
        self.editor.set_text(&original);
        self.view = CodeView::Text;
        self.corrected = false;
    }

    /// Its name without folders: what an error's stack calls it.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// The line on the screen for a line of the course's own file, both from zero.
    pub fn shown_line(&self, line: usize) -> usize {
        self.numbers.partition_point(|number| *number < line)
    }
}

/// Code as it is shown: anchors are for lessons that show a part of the file.
pub(super) fn without_anchors(source: &str) -> String {
    source.lines().filter(|line| !is_anchor(line)).collect::<Vec<_>>().join("\n")
}

fn is_anchor(line: &str) -> bool {
    line.contains("ANCHOR: ") || line.contains("ANCHOR_END: ")
}

/// The code of the lab's functions: what they run, or what their models show.
pub(super) fn of(spec: &LabSpec, files: &Files) -> Vec<CodeFile> {
    let carried = spec.files();
    let file = |function: &LabFunction| {
        let path = function.shows.as_ref()?;
        let source = match carried.get(path) {
            Some(text) => text.to_string(),
            None => files.text(path)?,
        };
        let code = function.config.handler.code();
        let event = code.map_or_else(|| "{}".to_owned(), |code| pretty(&code.event));
        Some(CodeFile { runs: code.is_some(), ..CodeFile::new(&function.name, path, &source, &event) })
    };
    spec.functions.iter().filter_map(file).collect()
}

/// JSON as one reads it.
pub(super) fn pretty(json: &str) -> String {
    let value: Option<serde_json::Value> = serde_json::from_str(json).ok();
    value.and_then(|value| serde_json::to_string_pretty(&value).ok()).unwrap_or_else(|| json.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_file_is_found_on_the_screen() {
        let file = CodeFile::new("f", "functions/f.js", "// f\n// ANCHOR: a\nlet a;\n// ANCHOR_END: a\nb();\n", "{}");
        assert_eq!(file.original, "// f\nlet a;\nb();");
        assert_eq!([0, 2, 4].map(|line| file.shown_line(line)), [0, 1, 2]);
        assert_eq!((file.name(), file.lang.as_str()), ("f.js", "js"));
    }

    #[test]
    fn a_comparison_has_each_line_with_its_numbers() {
        let lines = diff("one\ntwo\nthree", "one\n2\nthree\nfour");
        let seen: Vec<_> = lines.iter().map(|line| (line.original, line.own, line.text.as_str())).collect();
        assert_eq!(
            seen,
            [
                (Some(1), Some(1), "one"),
                (Some(2), None, "two"),
                (Some(3), None, "three"),
                (None, Some(2), "2"),
                (None, Some(3), "three"),
                (None, Some(4), "four")
            ]
        );
    }
}

//! What a learner has written is kept, and found again the next day.

use sha2::{Digest as _, Sha256};

use super::cards::Card;
use super::{App, Bench, CodeFile, Editor, Effect, EventDraft, Screen};
use crate::quiz::{Draft, LessonProgress, ProgressEvent};

/// What of a text is kept already.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    /// The revision that was looked at last.
    revision: u64,
    /// The text; nothing for the original.
    text: Option<String>,
}

/// What a text became; nothing where it is the original again.
struct News(Option<String>);

/// Enough of a digest to tell two versions of a lesson's text apart.
fn digest(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    let first = digest.iter().take(8).fold(0, |number: u64, byte| number << 8 | u64::from(*byte));
    format!("{first:016x}")
}

impl Kept {
    /// What is to be kept of a text, if it is not what is kept already.
    fn news(&mut self, editor: &Editor, original: &str) -> Option<News> {
        if self.revision == editor.revision() {
            return None;
        }
        self.revision = editor.revision();
        let text = Some(editor.text()).filter(|text| text != original);
        if text == self.text {
            return None;
        }
        self.text.clone_from(&text);
        Some(News(text))
    }

    /// Brings a text back; whether the lesson's own has changed since.
    fn bring_back(&mut self, draft: &Draft, editor: &mut Editor, original: &str) -> bool {
        if let Some(text) = &draft.text {
            editor.set_text(text);
        }
        self.text = Some(editor.text()).filter(|text| text != original);
        self.revision = editor.revision();
        self.text.is_some() && draft.original != digest(original)
    }
}

fn of_code(file: &CodeFile) -> String {
    format!("code:{}:{}", file.function, file.path)
}

fn of_event(file: &CodeFile) -> String {
    format!("event:{}", file.function)
}

fn of_card(id: &str) -> String {
    format!("card:{id}")
}

impl EventDraft {
    /// Brings back what the learner made of it.
    pub(super) fn bring_back(&mut self, draft: Option<&Draft>) {
        if let Some(draft) = draft {
            self.kept.bring_back(draft, &mut self.editor, &self.original);
            self.look();
        }
    }

    fn news(&mut self) -> Option<News> {
        self.kept.news(&self.editor, &self.original)
    }
}

impl Bench {
    /// Brings back what the learner has written in this lesson.
    pub(super) fn bring_back(&mut self, progress: &LessonProgress) {
        for file in self.code.iter_mut().filter(|file| file.runs) {
            if let Some(draft) = progress.draft(&of_code(file)) {
                file.corrected = file.kept.bring_back(draft, &mut file.editor, &file.original);
            }
            let event = of_event(file);
            file.event.bring_back(progress.draft(&event));
        }
    }
}

impl App {
    /// The event of a card, as the learner left it.
    pub(super) fn bring_back_card(&self, lesson: &str, id: &str, card: &mut super::EventCard) {
        let progress = self.progress.lesson(lesson);
        card.draft.bring_back(progress.and_then(|progress| progress.draft(&of_card(id))));
    }

    /// Keeps every text of the lesson that has changed since it was kept last.
    pub fn keep_drafts(&mut self) -> Vec<Effect> {
        let Screen::Study(study) = &mut self.screen else { return Vec::new() };
        let mut found: Vec<(String, Option<String>, String)> = Vec::new();
        for file in study.benches.values_mut().flat_map(|bench| &mut bench.code).filter(|file| file.runs) {
            if let Some(News(text)) = file.kept.news(&file.editor, &file.original) {
                found.push((of_code(file), text, digest(&file.original)));
            }
            if let Some(News(text)) = file.event.news() {
                found.push((of_event(file), text, digest(&file.event.original)));
            }
        }
        for (id, card) in &mut study.cards {
            if let Card::Event(card) = card
                && let Some(News(text)) = card.draft.news()
            {
                found.push((of_card(id), text, digest(&card.draft.original)));
            }
        }
        let lesson = study.lesson.head.id.clone();
        let event =
            |(draft, text, original)| ProgressEvent::DraftKept { lesson: lesson.clone(), draft, text, original };
        let events: Vec<ProgressEvent> = found.into_iter().map(event).collect();
        events.into_iter().flat_map(|event| self.record(event)).collect()
    }
}

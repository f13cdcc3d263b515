//! Reading: where exactly one is on a page, the marks one left, and what one takes along.

use std::ops::Range;

use super::overlay::{PickRow, Picker};
use super::{App, Effect, Msg, Overlay, Place, Study};
use crate::course::{Block, BlockKind, CodeBlock, CodeKind, Lesson, LinkTarget, Page};
use crate::quiz::ProgressEvent;

/// Terminals take about this much into the clipboard; some drop more without a word.
const COPY_MAX: usize = 74_000;
/// Characters of a marked place that name it in the list, and find it again when the lesson was edited.
const MARK_WORDS: usize = 60;
/// Words a minute, of an adult who reads to understand.
const WORDS_A_MINUTE: usize = 200;

impl Study {
    /// The blocks of the page that hold code, in reading order; those inside others, too.
    fn codes(&self, blocks: Range<usize>) -> Vec<&CodeBlock> {
        let mut found = Vec::new();
        for block in self.blocks().iter().take(blocks.end).skip(blocks.start) {
            collect(block, &mut found);
        }
        found
    }

    /// Whether there is code to take along.
    pub fn has_code(&self) -> bool {
        self.page().outline().code.is_some_and(|block| block < self.blocks().len())
    }

    /// The marked blocks of the page.
    pub fn marks(&self, app: &App) -> Vec<usize> {
        let Some(progress) = app.progress.lesson(&self.lesson.head.id) else { return Vec::new() };
        let of_page = progress.marks().filter(|mark| mark.page == self.page().id);
        of_page.map(|mark| block_of(self.page(), mark.block as usize, &mark.words)).collect()
    }
}

impl App {
    /// The view tells which blocks of the page are on the screen; what was to be shown is shown.
    pub fn seen(&mut self, blocks: Option<Range<usize>>) {
        if let (Some(study), Some(blocks)) = (self.study_mut(), blocks) {
            study.seen = blocks;
            study.goal = None;
        }
    }

    /// Where the learner is, to the block.
    pub(super) fn spot(&self) -> Place {
        match (self.place(), self.study()) {
            (Place::Page { course, lesson, page }, Some(study)) if study.seen.start > 0 => {
                Place::Block { course, lesson, page, block: study.seen.start }
            }
            (place, _) => place,
        }
    }

    /// Shows a block of the lesson that is open, from its first row on.
    pub(super) fn show_block(&mut self, page: usize, block: usize) -> Vec<Effect> {
        let Some(study) = self.study() else { return Vec::new() };
        let effects = if study.page == page { Vec::new() } else { self.turn_to(page) };
        if let Some(study) = self.study_mut() {
            if block >= study.blocks().len() {
                study.reveals = study.page().pauses();
            }
            study.goal = Some(block);
        }
        effects
    }

    // ---- where one stopped

    /// A lesson is left: the place on its page is kept, where it is not the top.
    pub(super) fn leave_lesson(&mut self) -> Vec<Effect> {
        let Some(study) = self.study().filter(|_| !self.lab_only) else { return Vec::new() };
        let (lesson, page, block) = (study.lesson.head.id.clone(), study.page().id.clone(), study.seen.start as u32);
        let known = self.progress.lesson(&lesson).and_then(|progress| progress.block_of_page(&page)).unwrap_or(0);
        if known == block { Vec::new() } else { self.record(ProgressEvent::PositionLeft { lesson, page, block }) }
    }

    /// The block at which the page was left.
    pub(super) fn block_left(&self) -> Option<usize> {
        let study = self.study()?;
        let block = self.progress.lesson(&study.lesson.head.id)?.block_of_page(&study.page().id)?;
        (block > 0).then_some(block as usize)
    }

    // ---- bookmarks

    /// Marks the block at the top of the screen, or takes its mark away.
    pub(super) fn toggle_mark(&mut self) -> Vec<Effect> {
        let Some(study) = self.study() else { return Vec::new() };
        let marks = study.marks(self);
        let seen = study.seen.start..study.seen.end.max(study.seen.start + 1);
        let known = marks.into_iter().find(|block| seen.contains(block));
        let block = known.unwrap_or(seen.start);
        let words = study.page().blocks.get(block).map(first_words).unwrap_or_default();
        let (lesson, page) = (study.lesson.head.id.clone(), study.page().id.clone());
        self.say(if known.is_some() {
            "the bookmark is taken away".to_owned()
        } else {
            "bookmark set; ' lists them".to_owned()
        });
        let set = known.is_none();
        self.record(ProgressEvent::BookmarkSet { lesson, page, block: block as u32, words, set })
    }

    /// Whether anything is marked.
    pub(super) fn has_marks(&self) -> bool {
        self.progress.lessons().any(|(_, lesson)| lesson.marks().next().is_some())
    }

    pub(super) fn open_marks(&mut self) {
        let mut rows = Vec::new();
        for (course, contents) in self.library.courses.iter().enumerate() {
            for head in contents.lessons() {
                let Some(progress) = self.progress.lesson(&head.id) else { continue };
                for mark in progress.marks() {
                    let words = if mark.words.is_empty() { "the top of the page" } else { &mark.words };
                    let msg = Msg::GoToMark { course, lesson: head.id.clone(), mark: mark.clone() };
                    rows.push(PickRow::new(words, head.title.clone(), 0, msg));
                }
            }
        }
        self.overlay(Overlay::Bookmarks(Picker::new("Bookmarks", rows)));
    }

    pub(super) fn go_to_mark(&mut self, course: usize, lesson: &str, mark: &crate::quiz::Bookmark) -> Vec<Effect> {
        let from = self.spot();
        let here = self.place();
        let is_open = self.study().is_some_and(|study| study.course == course && study.lesson.head.id == lesson);
        let place = Place::Page { course, lesson: lesson.to_owned(), page: 0 };
        let mut effects = if is_open { Vec::new() } else { self.arrive(&place) };
        self.overlay = None;
        let Some(study) = self.study().filter(|study| study.lesson.head.id == lesson) else { return effects };
        let page = study.lesson.pages.iter().position(|page| page.id == mark.page).unwrap_or(0);
        let block = block_of(&study.lesson.pages[page], mark.block as usize, &mark.words);
        effects.extend(self.show_block(page, block));
        if from != here || self.place() != here {
            self.trail.leave(from);
        }
        effects
    }

    /// Takes the chosen bookmark away.
    pub(super) fn delete_mark(&mut self) -> Vec<Effect> {
        let Some(Overlay::Bookmarks(picker)) = &self.overlay else { return Vec::new() };
        let selected = picker.selected;
        let Some(Msg::GoToMark { lesson, mark, .. }) = picker.choice() else { return Vec::new() };
        let (page, block, words) = (mark.page, mark.block, mark.words);
        let effects = self.record(ProgressEvent::BookmarkSet { lesson, page, block, words, set: false });
        self.open_marks();
        match self.overlay.as_mut().and_then(Overlay::picker_mut) {
            Some(picker) if !picker.rows.is_empty() => picker.selected = selected.min(picker.rows.len() - 1),
            _ => self.overlay = None,
        }
        effects
    }

    // ---- taking along

    /// Copies the code on the screen; where there is more than one piece, asks which.
    pub(super) fn copy_code(&mut self) -> Vec<Effect> {
        let Some(study) = self.study() else { return Vec::new() };
        let mut codes = study.codes(study.seen.clone());
        if codes.is_empty() {
            codes = study.codes(0..usize::MAX);
        }
        let texts: Vec<(String, String)> = codes.into_iter().map(|code| (name_of(code), copied(code))).collect();
        if let [(_, text)] = texts.as_slice() {
            let text = text.clone();
            return self.copy(text);
        }
        let rows = texts.into_iter().map(|(name, text)| {
            let lines = text.lines().count();
            let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().trim().to_owned();
            let detail = if lines == 1 { name } else { format!("{name} {lines} lines").trim().to_owned() };
            PickRow::new(first, detail, 0, Msg::Copy(text))
        });
        let picker = Picker::new("Copy which code?", rows.collect());
        self.overlay(Overlay::Copy(picker));
        Vec::new()
    }

    /// Text for the clipboard of whoever sits at the terminal.
    pub(super) fn copy(&mut self, text: String) -> Vec<Effect> {
        if text.len() > COPY_MAX {
            self.refuse(format!("{} KB are more than a terminal takes into the clipboard", text.len() / 1024));
            return Vec::new();
        }
        let lines = text.lines().count();
        self.say(if lines == 1 { format!("copied: {text}") } else { format!("{lines} lines copied") });
        vec![Effect::Copy(text)]
    }

    /// The address of the chosen link.
    pub(super) fn chosen_address(&self) -> Option<String> {
        match self.overlay.as_ref()? {
            Overlay::Web(address) => Some(address.clone()),
            Overlay::Links(picker) => match picker.choice()? {
                Msg::Follow(LinkTarget::Url(address)) => Some(address),
                _ => None,
            },
            _ => None,
        }
    }

    pub(super) fn copy_address(&mut self) -> Vec<Effect> {
        let address = self.chosen_address();
        self.overlay = None;
        address.map(|address| self.copy(address)).unwrap_or_default()
    }

    /// Hands an address to the system, because the learner asked for it.
    pub(super) fn open_outside(&mut self) -> Vec<Effect> {
        let address = self.chosen_address();
        self.overlay = None;
        let Some(address) = address else { return Vec::new() };
        self.say(format!("opening {address}"));
        vec![Effect::OpenOutside(address)]
    }
}

/// How long a lesson is: `1,240 words, about 7 minutes to read`.
pub(super) fn length(lesson: &Lesson) -> String {
    let blocks = lesson.pages.iter().flat_map(|page| &page.blocks);
    let words: usize = blocks.map(|block| block.words().split_whitespace().count()).sum();
    let minutes = words.div_ceil(WORDS_A_MINUTE).max(1);
    let unit = if minutes == 1 { "minute" } else { "minutes" };
    format!("{} words, about {minutes} {unit} to read", grouped(words))
}

fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let parts: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|part| std::str::from_utf8(part).ok()).collect();
    parts.join(",")
}

/// What of a block names it.
fn first_words(block: &Block) -> String {
    let words = block.words();
    words.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(MARK_WORDS).collect()
}

/// Where a marked block is now: where it was, or where its words went.
fn block_of(page: &Page, block: usize, words: &str) -> usize {
    let is_it = |block: &Block| first_words(block) == words;
    if words.is_empty() || page.blocks.get(block).is_some_and(is_it) {
        return block.min(page.blocks.len().saturating_sub(1));
    }
    page.blocks.iter().position(is_it).unwrap_or(block.min(page.blocks.len().saturating_sub(1)))
}

fn collect<'a>(block: &'a Block, found: &mut Vec<&'a CodeBlock>) {
    if let BlockKind::Code(code) = &block.kind {
        found.push(code);
    }
    for child in block.children() {
        collect(child, found);
    }
}

fn name_of(code: &CodeBlock) -> String {
    code.title.clone().unwrap_or_else(|| code.lang.clone())
}

/// What of a code block one wants at one's own prompt: of a session what was typed, of other code all of it.
fn copied(code: &CodeBlock) -> String {
    if code.kind != CodeKind::Console {
        return code.text.clone();
    }
    let mut typed: Vec<&str> = Vec::new();
    for line in code.text.lines() {
        let goes_on = typed.last().is_some_and(|last| last.ends_with('\\'));
        match line.strip_prefix("$ ") {
            Some(command) => typed.push(command),
            None if goes_on => typed.push(line.strip_prefix("> ").unwrap_or(line)),
            None => {}
        }
    }
    if typed.is_empty() { code.text.clone() } else { typed.join("\n") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_session_only_what_was_typed_is_copied() {
        let session = "$ coldstart run a.md \\\n    --json\n{ \"lab\": \"a\" }\n$ echo done\ndone";
        let code = CodeBlock { kind: CodeKind::Console, text: session.to_owned(), ..CodeBlock::default() };
        assert_eq!(copied(&code), "coldstart run a.md \\\n    --json\necho done");
        let output = CodeBlock { kind: CodeKind::Console, text: "only output".to_owned(), ..CodeBlock::default() };
        assert_eq!(copied(&output), "only output");
        let source = CodeBlock { text: "$ is a name".to_owned(), ..CodeBlock::default() };
        assert_eq!(copied(&source), "$ is a name");
    }

    #[test]
    fn a_mark_follows_its_words() {
        let block = |text: &str| Block {
            kind: BlockKind::Paragraph(vec![crate::course::Inline::Text(text.to_owned())]),
            span: 0..1,
        };
        let blocks = vec![block("a new beginning"), block("one"), block("two")];
        let page = Page::new("p".into(), "P".into(), blocks, 0..9);
        assert_eq!(block_of(&page, 1, "one"), 1);
        assert_eq!(block_of(&page, 0, "one"), 1, "a block was put before it");
        assert_eq!(block_of(&page, 9, "gone"), 2, "no mark leads nowhere");
    }

    #[test]
    fn thousands_stand_apart() {
        assert_eq!([7, 1_240, 1_234_567].map(grouped), ["7", "1,240", "1,234,567"]);
    }
}

//! Lines that begin or end something in another tool's language.

use super::code::Fence;
use super::container::{Container, End, Opening};
use super::lines::{Lines, columns};
use super::tag::{self, Tag};
use super::{admonition, slides};
use crate::course::clean;
use crate::problem::Problem;

/// Components and shortcodes that only hold others.
const GROUPS: [&str; 14] = [
    "tabs",
    "tabpane",
    "tabgroup",
    "code-group",
    "codegroup",
    "codetabs",
    "steps",
    "cardgroup",
    "cards",
    "columns",
    "column",
    "row",
    "grid",
    "code",
];
/// Whose kind stands in an argument.
const CALLOUTS: [&str; 9] = ["admonition", "callout", "notice", "alert", "aside", "hint", "box", "banner", "message"];
/// Where they put it, and where the title.
const KINDS: [&str; 9] = ["type", "kind", "style", "variant", "intent", "color", "context", "level", "severity"];
const TITLES: [&str; 7] = ["title", "label", "header", "heading", "summary", "name", "value"];
/// Lines of an `import` or `export`.
const MODULE_LINES_MAX: usize = 200;

impl Lines<'_> {
    /// Reads what the line begins or ends; gives where to go on, or `None` if it is prose.
    pub(super) fn block(&mut self, start: usize, end: usize) -> Option<usize> {
        let line = &self.text[start..end];
        let bare = line.trim();
        let begin = start + (line.len() - line.trim_start().len());
        let lead = columns(line);
        match bare.as_bytes().first()? {
            b':' => self.colons(bare, lead, begin, end),
            b'!' | b'?' => self.exclamation(bare, lead, begin, end),
            b'=' => self.tab(bare, lead, begin, end),
            b'{' => self.braces(bare, lead, begin, end),
            b'<' => self.component(lead, begin, end),
            b'%' => self.comment(bare, begin, "%%", "%%"),
            b'-' => self.slide(bare, begin, end),
            b'\\' if matches!(bare, "\\newpage" | "\\pagebreak" | "\\clearpage") => Some(self.turn(begin, end)),
            b'#' => self.heading(bare, begin, end),
            b'[' if matches!(bare, "[TOC]" | "[toc]" | "[[toc]]" | "[[TOC]]" | "[[_TOC_]]") => {
                Some(self.vanish(begin, end))
            }
            b'i' | b'e' if self.is_after_blank && is_module(bare) => self.module(begin),
            _ => None,
        }
    }

    /// `:::note[Title]`, `::: tip Title`, `:::{note}`, and the `:::` that ends it.
    fn colons(&mut self, bare: &str, lead: usize, at: usize, end: usize) -> Option<usize> {
        let count = bare.bytes().take_while(|byte| *byte == b':').count();
        let rest = bare[count..].trim();
        if count == 2 && rest.ends_with("::") && rest.len() > 2 && !rest.contains(' ') {
            // `::right::` names a place on a slide.
            return self.is_deck.then(|| self.vanish(at, end));
        }
        if count < 3 {
            return None;
        }
        if rest.is_empty() {
            let same = self.open.iter().rposition(|container| container.end == End::Colons(count));
            let any = || self.open.iter().rposition(|container| matches!(container.end, End::Colons(_)));
            let index = same.or_else(any)?;
            self.close(index, at);
            return Some(self.after(end));
        }
        let (word, rest) = colon_word(rest)?;
        if at >= self.last_colons {
            return None;
        }
        let (title, attributes) = colon_title(rest);
        let tag = Tag { name: word, arguments: attributes, closes: false, is_empty: false, length: 0 };
        let title = if title.is_empty() { tag.named(&["title"]).unwrap_or_default() } else { title };
        let known = Opening::of_word(word);
        let quotes = known.is_some() || !title.is_empty();
        let opening = known.unwrap_or_else(|| Opening::callout(word));
        let container = Container { lead, end: End::Colons(count), quotes, habit: None };
        self.begin(&opening, title, container, at);
        Some(self.after(end))
    }

    /// `!!! note "Title"`, folded as `???`, unfolded as `???+`.
    fn exclamation(&mut self, bare: &str, lead: usize, at: usize, end: usize) -> Option<usize> {
        let marks = [("!!!", ""), ("???+", "+"), ("???", "-")];
        let (rest, fold) =
            marks.into_iter().find_map(|(mark, fold)| bare.strip_prefix(mark).map(|rest| (rest, fold)))?;
        let rest = rest.strip_prefix(' ')?.trim();
        let word_end = rest.find(|c: char| !c.is_alphanumeric() && c != '-' && c != '_').unwrap_or(rest.len());
        let (word, rest) = (&rest[..word_end], rest[word_end..].trim());
        let quote = rest.find('"').unwrap_or(rest.len());
        let (classes, title) = rest.split_at(quote);
        let is_class = |class: &str| matches!(class, "inline" | "end" | "annotate" | "left" | "right");
        let is_all_classes = classes.split_whitespace().all(is_class);
        let title = if is_all_classes { title.trim().trim_matches('"') } else { rest.trim_matches('"') };
        if word.is_empty() || (admonition::kind(word).is_none() && !is_all_classes) {
            return None;
        }
        let opening = Opening { fold, ..Opening::callout(word) };
        self.begin(&opening, title, Container { lead, end: End::Outdent, quotes: true, habit: None }, at);
        Some(self.after(end))
    }

    /// `=== "Title"`
    fn tab(&mut self, bare: &str, lead: usize, at: usize, end: usize) -> Option<usize> {
        let rest = bare.strip_prefix("===")?.trim_start_matches(['!', '+']);
        let title = rest.strip_prefix(' ')?.trim().strip_prefix('"')?.strip_suffix('"')?;
        self.begin(&Opening::tab(), title, Container { lead, end: End::Outdent, quotes: true, habit: None }, at);
        Some(self.after(end))
    }

    fn braces(&mut self, bare: &str, lead: usize, at: usize, end: usize) -> Option<usize> {
        if let Some(attributes) = bare.strip_prefix("{:").and_then(|rest| rest.strip_suffix('}')) {
            return Some(self.attributes(attributes, lead, at, end));
        }
        if bare.starts_with("{/*") {
            return self.comment(bare, at, "{/*", "*/}");
        }
        if bare.starts_with("{{#") && bare.ends_with("}}") && !bare.starts_with("{{#quiz ") {
            let name = clean::one_line(bare[3..].split([' ', '}']).next().unwrap_or_default());
            let problem = Problem::warning(at..end, format!("`{{{{#{name}}}}}` is for another tool and is not shown"));
            self.remarks.push(problem);
            return Some(self.vanish(at, end));
        }
        let tag = tag::template(&self.text[at..end])?;
        let after = at + tag.length;
        if self.is_raw && !(tag.closes && matches!(tag.name, "raw" | "verbatim")) {
            return None;
        }
        self.tag(&tag, lead, at, after, end)
    }

    fn component(&mut self, lead: usize, at: usize, end: usize) -> Option<usize> {
        let text = self.text;
        let tag = tag::component(&text[at..])?;
        let after = at + tag.length;
        let known =
            Opening::of_word(tag.name).is_some() || is_one_of(tag.name, &CALLOUTS) || is_one_of(tag.name, &GROUPS);
        let line_end = if after <= end { end } else { self.end_of_line(after) };
        // A component in the middle of words is a tag like any other.
        if !known && !text[after..line_end].trim().is_empty() {
            return None;
        }
        self.tag(&tag, lead, at, after, line_end)
    }

    /// A tag at the beginning of a line; gives where to go on.
    fn tag(&mut self, tag: &Tag<'_>, lead: usize, at: usize, after: usize, end: usize) -> Option<usize> {
        let is_alone = self.text[after..end].trim().is_empty();
        let resume = if is_alone { self.after(end) } else { after };
        if tag.closes {
            self.closing(tag.name, at);
            return Some(resume);
        }
        match tag.name.to_ascii_lowercase().as_str() {
            "raw" | "verbatim" => {
                self.is_raw = true;
                return Some(resume);
            }
            "highlight" | "codeblock" | "highlighter" => {
                let lang = tag.first().unwrap_or_default().trim_start_matches("lang:");
                let lang: String =
                    lang.chars().filter(|c| c.is_alphanumeric() || matches!(c, '+' | '#' | '-')).collect();
                self.put_line(&format!("``````{lang}"), at);
                self.fence = Some(Fence::until(tag.name, self.open.len()));
                return Some(resume);
            }
            "comment" => return Some(self.until_close(tag.name, after).unwrap_or(resume)),
            "figure" | "img" | "image" | "responsive" if tag.named(&["src", "source"]).is_some() => {
                self.figure(tag, at);
                return Some(resume);
            }
            _ => {}
        }
        if tag.is_empty {
            self.titled(tag, at);
            return Some(resume);
        }
        let (opening, title) = opening(tag);
        let group = is_one_of(tag.name, &GROUPS);
        match opening {
            Some(opening) => {
                let container = Container { lead, end: End::Tag(tag.name.to_owned()), quotes: true, habit: None };
                self.begin(&opening, title, container, at);
            }
            None if group => {
                self.push(Container { lead, end: End::Tag(tag.name.to_owned()), quotes: false, habit: None });
                self.blank(at);
            }
            None if is_alone => self.titled(tag, at),
            None => return None,
        }
        Some(resume)
    }

    fn closing(&mut self, name: &str, at: usize) {
        if matches!(name, "raw" | "verbatim") {
            self.is_raw = false;
        }
        let open = self.open.iter().rposition(|container| matches!(&container.end, End::Tag(open) if open == name));
        match open {
            Some(index) => self.close(index, at),
            None => self.blank(at),
        }
    }

    /// What a tag says besides what it does.
    fn titled(&mut self, tag: &Tag<'_>, at: usize) {
        self.blank(at);
        if let Some(title) = tag.named(&TITLES[..4]).filter(|title| !title.trim().is_empty()) {
            self.put_line(&format!("**{}**", title.trim()), at);
            self.blank(at);
        }
    }

    fn figure(&mut self, tag: &Tag<'_>, at: usize) {
        let (source, alt) =
            (tag.named(&["src", "source"]).unwrap_or_default(), tag.named(&["alt"]).unwrap_or_default());
        let caption = tag.named(&["caption", "title"]).map(|caption| format!(" \"{}\"", caption.replace('"', "'")));
        let alt = alt.replace(['[', ']', '\n'], " ");
        let line = format!("![{alt}](<{}>{})", source.replace(['<', '>', '\n'], ""), caption.unwrap_or_default());
        self.blank(at);
        self.put_line(&line.replace('\n', " "), at);
        self.blank(at);
    }

    /// Behind the line with the tag that closes `name`.
    fn until_close(&mut self, name: &str, from: usize) -> Option<usize> {
        if from > self.last_comment_tag {
            return None;
        }
        let rest = &self.text[from..];
        let closes = |at: &usize| tag::template(&rest[*at..]).filter(|tag| tag.closes && tag.name == name);
        let found = rest.match_indices('{').map(|(at, _)| at).find_map(|at| closes(&at).map(|tag| at + tag.length))?;
        self.blank(from);
        Some(from + found)
    }

    /// `{: .note }`: the paragraph below is a callout. Other attributes only say how something looks.
    fn attributes(&mut self, attributes: &str, lead: usize, at: usize, end: usize) -> usize {
        let class = attributes.split_whitespace().find_map(|word| word.strip_prefix('.'));
        let word = class.map(|class| class.trim_end_matches("-title"));
        let next = self.after(end);
        let below = &self.text[next..self.end_of_line(next)];
        let Some(word) = word.filter(|word| admonition::kind(word).is_some()) else { return self.vanish(at, end) };
        if !self.is_after_blank || below.trim().is_empty() {
            return self.vanish(at, end);
        }
        let quoted = below.trim_start().starts_with('>');
        self.blank(at);
        if quoted {
            self.put_line(&format!("> [!{word}]"), at);
            self.put_line(">", at);
        } else {
            self.begin(&Opening::callout(word), "", Container { lead, end: End::Blank, quotes: true, habit: None }, at);
        }
        next
    }

    /// A comment of several lines; one that ends on its line is a matter of prose.
    fn comment(&mut self, bare: &str, at: usize, open: &str, close: &str) -> Option<usize> {
        let inside = bare.strip_prefix(open).filter(|inside| !inside.contains(close))?;
        let from = at + open.len() + inside.len();
        let last = if close == "%%" { self.last_comment } else { self.last_expression };
        if from > last {
            return None;
        }
        let reach = self.text[from..].find(close)?;
        self.blank(at);
        Some(from + reach + close.len())
    }

    fn slide(&mut self, bare: &str, at: usize, end: usize) -> Option<usize> {
        if bare != "---" || !self.is_deck || !self.is_after_blank || !self.open.is_empty() {
            return None;
        }
        let settings = slides::settings(&self.text[at..]);
        let next = self.turn(at, end);
        Some(settings.map_or(next, |length| at + length))
    }

    fn turn(&mut self, at: usize, end: usize) -> usize {
        self.blank(at);
        self.put_line("<!-- pagebreak -->", at);
        self.paging.turned();
        self.blank(at);
        self.after(end)
    }

    /// `#Heading`, which many write; `#tag` is a tag.
    fn heading(&mut self, bare: &str, at: usize, end: usize) -> Option<usize> {
        let level = bare.bytes().take_while(|byte| *byte == b'#').count();
        let words = &bare[level..];
        let named = words.starts_with(char::is_uppercase) && !words.contains('#') && self.is_after_blank;
        if level > 6 || !named {
            return None;
        }
        self.put_line(&format!("{} {words}", &bare[..level]), at);
        Some(self.after(end))
    }

    /// `import` and `export` of MDX, to the end of their braces.
    fn module(&mut self, at: usize) -> Option<usize> {
        let mut depth = 0_i32;
        let mut next = at;
        for line in self.text[at..].split_inclusive('\n').take(MODULE_LINES_MAX) {
            next += line.len();
            for byte in line.bytes() {
                depth += i32::from(matches!(byte, b'{' | b'(' | b'[')) - i32::from(matches!(byte, b'}' | b')' | b']'));
            }
            if depth <= 0 {
                self.blank(at);
                return Some(next.max(self.end_of_line(at) + 1));
            }
        }
        None
    }

    fn vanish(&mut self, at: usize, end: usize) -> usize {
        self.blank(at);
        self.after(end)
    }
}

/// What a tag opens, and its title.
fn opening<'a>(tag: &Tag<'a>) -> (Option<Opening>, &'a str) {
    if is_one_of(tag.name, &CALLOUTS) {
        let words = tag.positional();
        let kind = tag.named(&KINDS).or_else(|| words.iter().copied().find(|word| admonition::kind(word).is_some()));
        let other = words.into_iter().find(|word| Some(*word) != kind);
        let kind = kind.filter(|kind| kind.chars().all(|c| c.is_alphanumeric() || c == '-')).unwrap_or("note");
        return (Some(Opening::callout(kind)), tag.named(&TITLES[..5]).or(other).unwrap_or_default());
    }
    let opening = Opening::of_word(tag.name);
    let title = tag.named(&TITLES).or_else(|| tag.first()).unwrap_or_default();
    (opening, if title.contains('\n') { "" } else { title })
}

fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// `note` of `note[Title]`, `{note} Title`, `{.note}`.
fn colon_word(rest: &str) -> Option<(&str, &str)> {
    if let Some(inside) = rest.strip_prefix('{') {
        let (word, after) = inside.split_once('}')?;
        return Some((word.trim().trim_start_matches('.').split([' ', '#']).next().unwrap_or_default(), after));
    }
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '-' && c != '_').unwrap_or(rest.len());
    let (word, after) = rest.split_at(end);
    word.starts_with(char::is_alphabetic).then_some((word, after))
}

/// The title behind the word, and what stands in braces.
fn colon_title(rest: &str) -> (&str, &str) {
    let rest = rest.trim();
    let (rest, attributes) = match rest.strip_suffix('}').and_then(|inside| inside.rsplit_once('{')) {
        Some((before, inside)) => (before.trim(), inside),
        None => (rest, ""),
    };
    let title = rest.strip_prefix('[').and_then(|inside| inside.strip_suffix(']')).unwrap_or(rest);
    (title.trim().trim_matches('"'), attributes)
}

/// `import Tabs from '@theme/Tabs'`, `export const x = 1`
fn is_module(line: &str) -> bool {
    let quoted = |text: &str| text.starts_with(['\'', '"']);
    if let Some(rest) = line.strip_prefix("import ") {
        let from = rest.split_once(" from ").is_some_and(|(_, file)| quoted(file.trim_start()));
        return from || quoted(rest) || rest.trim_end() == "{";
    }
    let kinds = ["const ", "let ", "var ", "function ", "default ", "async ", "class ", "{", "*"];
    line.strip_prefix("export ").is_some_and(|rest| kinds.iter().any(|kind| rest.starts_with(kind)))
}

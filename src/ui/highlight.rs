//! Code in colours: which part of a text is a keyword, a string, a comment.
//!
//! Loading the grammars costs a millisecond and the first lines of a language a few more, so the edge keeps one `Highlighter`
//! on a worker thread and asks it after the first frame; until it answers, code is drawn plain.

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use crate::app::{HighlightedLines, Role, SyntaxRole};

/// Lines beyond this are left plain: nobody reads them for their colours, and a minified file would keep the worker busy.
const LINE_BYTES_MAX: usize = 4_000;

/// The grammars. Made once by whoever highlights; nothing of it is global.
pub struct Highlighter {
    syntaxes: SyntaxSet,
    roles: Vec<(Scope, SyntaxRole)>,
}

/// What is known of a text that is being typed: its lines with the state of the grammar before each, so that a changed line is all that is
/// read again.
#[derive(Default)]
pub struct Typed {
    lang: String,
    lines: Vec<Known>,
}

/// One line, and where the grammar stood before it.
struct Known {
    text: String,
    before: State,
    stretches: Vec<(SyntaxRole, String)>,
}

/// Where a grammar stands between two lines.
#[derive(Clone, PartialEq)]
struct State {
    parser: ParseState,
    scopes: ScopeStack,
}

/// How a part of speech looks.
pub fn role_of(syntax: SyntaxRole) -> Role {
    match syntax {
        SyntaxRole::Plain => Role::Text,
        SyntaxRole::Comment => Role::Comment,
        SyntaxRole::Keyword => Role::Keyword,
        SyntaxRole::String | SyntaxRole::Number => Role::Literal,
        SyntaxRole::Name => Role::Name,
        SyntaxRole::Punctuation => Role::Muted,
    }
}

impl Default for Highlighter {
    fn default() -> Self {
        Self::new()
    }
}

impl Highlighter {
    /// Loads the grammars.
    pub fn new() -> Self {
        let roles = ROLES.iter().filter_map(|(scope, role)| Some((Scope::new(scope).ok()?, *role))).collect();
        Self { syntaxes: SyntaxSet::load_defaults_newlines(), roles }
    }

    /// The lines of `text` in the language `lang`; an unknown language is plain.
    pub fn highlight(&self, lang: &str, text: &str) -> HighlightedLines {
        match self.syntax(lang) {
            Some(syntax) => self.parse(syntax, text),
            None => text.lines().map(plain).collect(),
        }
    }

    /// The same for a text that was highlighted before and has changed a little: reads from the first line that is another, until the grammar
    /// stands where it stood.
    pub fn highlight_again(&self, lang: &str, text: &str, typed: &mut Typed) -> HighlightedLines {
        let Some(syntax) = self.syntax(lang) else { return text.lines().map(plain).collect() };
        if typed.lang != lang {
            *typed = Typed { lang: lang.to_owned(), lines: Vec::new() };
        }
        let old = std::mem::take(&mut typed.lines);
        let lines: Vec<&str> = text.lines().collect();
        let same_head = old.iter().zip(&lines).take_while(|(known, line)| known.text == **line).count();
        let rest = old.len().min(lines.len()) - same_head;
        let same_tail = old
            .iter()
            .rev()
            .zip(lines.iter().rev())
            .take(rest)
            .take_while(|(known, line)| known.text == **line)
            .count();
        let (tail_new, tail_old) = (lines.len() - same_tail, old.len() - same_tail);
        let mut state = old.get(same_head).map_or_else(|| self.state_after(&old, syntax), |known| known.before.clone());
        let mut old: Vec<Option<Known>> = old.into_iter().map(Some).collect();
        let mut known: Vec<Known> = old[..same_head].iter_mut().filter_map(Option::take).collect();
        for (place, line) in lines.iter().enumerate().skip(same_head) {
            if place >= tail_new {
                let was = &mut old[tail_old + place - tail_new..];
                if was.first().and_then(Option::as_ref).is_some_and(|was| was.before == state) {
                    known.extend(was.iter_mut().filter_map(Option::take));
                    break;
                }
            }
            let before = state.clone();
            let stretches = self.parse_line(&mut state, line);
            known.push(Known { text: (*line).to_owned(), before, stretches });
        }
        typed.lines = known;
        typed.lines.iter().map(|known| known.stretches.clone()).collect()
    }

    /// Where the grammar stands after all of the known lines.
    fn state_after(&self, known: &[Known], syntax: &SyntaxReference) -> State {
        let Some(last) = known.last() else { return State::new(syntax) };
        let mut state = last.before.clone();
        self.parse_line(&mut state, &last.text);
        state
    }

    fn syntax(&self, lang: &str) -> Option<&SyntaxReference> {
        let token = match lang.to_ascii_lowercase().as_str() {
            "" | "text" | "plain" => return None,
            // The grammar of JavaScript reads TypeScript well enough to colour it.
            "ts" | "typescript" | "mjs" | "cjs" | "jsx" | "tsx" | "node" => "js".to_owned(),
            "shell" | "console" | "zsh" => "sh".to_owned(),
            other => other.to_owned(),
        };
        self.syntaxes.find_syntax_by_token(&token)
    }

    fn parse(&self, syntax: &SyntaxReference, text: &str) -> HighlightedLines {
        let mut state = State::new(syntax);
        text.lines().map(|line| self.parse_line(&mut state, line)).collect()
    }

    fn parse_line(&self, state: &mut State, line: &str) -> Vec<(SyntaxRole, String)> {
        let with_end = format!("{line}\n");
        let operations = match state.parser.parse_line(&with_end, &self.syntaxes) {
            Ok(operations) if line.len() <= LINE_BYTES_MAX => operations,
            _ => return plain(line),
        };
        let mut stretches = Vec::new();
        let mut start = 0;
        for (at, operation) in operations {
            push(&mut stretches, self.role(&state.scopes), &line[start.min(line.len())..at.min(line.len())]);
            start = at;
            if state.scopes.apply(&operation).is_err() {
                state.scopes = ScopeStack::new();
            }
        }
        push(&mut stretches, self.role(&state.scopes), &line[start.min(line.len())..]);
        stretches
    }

    /// The innermost scope that means something decides.
    fn role(&self, scopes: &ScopeStack) -> SyntaxRole {
        let known =
            |scope: &Scope| self.roles.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope)).map(|(_, role)| *role);
        scopes.as_slice().iter().rev().find_map(known).unwrap_or(SyntaxRole::Plain)
    }
}

impl State {
    fn new(syntax: &SyntaxReference) -> Self {
        Self { parser: ParseState::new(syntax), scopes: ScopeStack::new() }
    }
}

/// What a scope of the grammars means to us. More special ones first.
const ROLES: &[(&str, SyntaxRole)] = &[
    ("comment", SyntaxRole::Comment),
    ("punctuation.definition.comment", SyntaxRole::Comment),
    ("punctuation.definition.string", SyntaxRole::String),
    ("string", SyntaxRole::String),
    ("constant.numeric", SyntaxRole::Number),
    ("constant.language", SyntaxRole::Number),
    ("constant.character", SyntaxRole::String),
    ("keyword.operator", SyntaxRole::Punctuation),
    ("keyword", SyntaxRole::Keyword),
    ("storage", SyntaxRole::Keyword),
    ("entity.name", SyntaxRole::Name),
    ("variable.function", SyntaxRole::Name),
    ("support.function", SyntaxRole::Name),
    ("meta.mapping.key", SyntaxRole::Name),
    ("punctuation", SyntaxRole::Punctuation),
    ("markup.inserted", SyntaxRole::String),
    ("markup.deleted", SyntaxRole::Keyword),
];

fn plain(line: &str) -> Vec<(SyntaxRole, String)> {
    if line.is_empty() { Vec::new() } else { vec![(SyntaxRole::Plain, line.to_owned())] }
}

/// Adds a stretch; neighbours of one role become one.
fn push(stretches: &mut Vec<(SyntaxRole, String)>, role: SyntaxRole, text: &str) {
    match stretches.last_mut() {
        _ if text.is_empty() => {}
        Some((last, so_far)) if *last == role => so_far.push_str(text),
        _ => stretches.push((role, text.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part_of_speech(lang: &str, text: &str, word: &str) -> SyntaxRole {
        let lines = Highlighter::new().highlight(lang, text);
        let stretch = lines.iter().flatten().find(|(_, stretch)| stretch.contains(word));
        stretch.unwrap_or_else(|| panic!("{word} in {lines:?}")).0
    }

    #[test]
    fn javascript_has_its_parts_of_speech() {
        let code = "// greets\nexport const handler = async (event) => {\n  return { n: 42, s: \"hi\" };\n};\n";
        assert_eq!(part_of_speech("js", code, "greets"), SyntaxRole::Comment);
        assert_eq!(part_of_speech("js", code, "const"), SyntaxRole::Keyword);
        assert_eq!(part_of_speech("ts", code, "42"), SyntaxRole::Number);
        assert_eq!(part_of_speech("js", code, "hi"), SyntaxRole::String);
        assert_eq!(part_of_speech("json", "{\"a\": 1}", "1"), SyntaxRole::Number);
    }

    #[test]
    fn a_text_that_is_typed_has_the_colours_it_would_have_anyway() {
        let highlighter = Highlighter::new();
        let mut typed = Typed::default();
        let states = [
            "let a = 1;\nlet b = `x`;\nf(a);\n// end",
            "let a = 1;\nlet b = `x;\nf(a);\n// end",
            "let a = 1;\nlet b = `x`;\nf(a);\n// end",
            "let a = 1;\n/*\nlet b = `x`;\nf(a);\n// end",
            "let b = `x`;\nf(a);\n// end",
            "",
            "f(a);\n// end\nmore",
            "f(a);\n// end\nmore\nstill \"more\"",
        ];
        for text in states {
            assert_eq!(
                highlighter.highlight_again("js", text, &mut typed),
                highlighter.highlight("js", text),
                "{text}"
            );
        }
        assert_eq!(highlighter.highlight_again("json", "{}", &mut typed), highlighter.highlight("json", "{}"));
    }

    #[test]
    fn nothing_is_lost_and_an_unknown_language_is_plain() {
        let code = "let a = `x${1}`;\n\n\tif (a) { /* b */ }\nlast";
        for lang in ["js", "klingon", "", "yaml", "json"] {
            let lines = Highlighter::new().highlight(lang, code);
            let text: Vec<String> =
                lines.iter().map(|line| line.iter().map(|(_, text)| text.as_str()).collect()).collect();
            assert_eq!(text.join("\n"), code, "{lang}");
        }
        assert_eq!(part_of_speech("klingon", "const", "const"), SyntaxRole::Plain);
    }
}

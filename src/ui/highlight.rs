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
        let mut state = ParseState::new(syntax);
        let mut scopes = ScopeStack::new();
        let mut lines = Vec::new();
        for line in text.lines() {
            let with_end = format!("{line}\n");
            let operations = match state.parse_line(&with_end, &self.syntaxes) {
                Ok(operations) if line.len() <= LINE_BYTES_MAX => operations,
                _ => {
                    lines.push(plain(line));
                    continue;
                }
            };
            let mut stretches = Vec::new();
            let mut start = 0;
            for (at, operation) in operations {
                push(&mut stretches, self.role(&scopes), &line[start.min(line.len())..at.min(line.len())]);
                start = at;
                if scopes.apply(&operation).is_err() {
                    scopes = ScopeStack::new();
                }
            }
            push(&mut stretches, self.role(&scopes), &line[start.min(line.len())..]);
            lines.push(stretches);
        }
        lines
    }

    /// The innermost scope that means something decides.
    fn role(&self, scopes: &ScopeStack) -> SyntaxRole {
        let known =
            |scope: &Scope| self.roles.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope)).map(|(_, role)| *role);
        scopes.as_slice().iter().rev().find_map(known).unwrap_or(SyntaxRole::Plain)
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

//! The little HTML that lessons contain: comments that are commands, a few tags, and text that must not get lost.

use super::clean;

/// A piece of HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// `<!-- … -->`, trimmed.
    Comment(String),
    /// `<name …>`
    Open {
        /// In lower case.
        name: String,
        /// As written, for attributes.
        attributes: String,
    },
    /// `</name>`
    Close(String),
    /// What stands between, with its entities decoded.
    Text(String),
}

/// A comment that does something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// `<!-- pagebreak -->`
    PageBreak,
    /// `<!-- pause -->`
    Pause,
    /// `<!-- speaker_note: … -->`
    Note(String),
}

/// The words a command may start with, for suggestions.
pub const COMMANDS: [&str; 5] = ["pagebreak", "end_slide", "pause", "speaker_note", "note"];

impl Command {
    /// What a comment asks for, if anything.
    pub fn parse(comment: &str) -> Option<Self> {
        match comment.trim() {
            "pagebreak" | "end_slide" | "newpage" | "more" => Some(Self::PageBreak),
            "pause" => Some(Self::Pause),
            comment => {
                let (word, note) = comment.split_once(':')?;
                matches!(word.trim(), "speaker_note" | "note").then(|| Self::Note(note.trim().to_owned()))
            }
        }
    }
}

/// A `<` without its `>` within this many bytes is text; looking further each time would take for ever on a file of `<a`.
const TAG_MAX: usize = 4_000;

/// Cuts HTML into pieces; what is no tag is text. Script and style vanish with what they hold.
pub fn pieces(html: &str) -> Vec<Piece> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        push_text(&mut found, &rest[..at]);
        let (piece, after) = piece(&rest[at..]);
        rest = after;
        if let Some(Piece::Open { name, .. }) = &piece
            && matches!(name.as_str(), "script" | "style")
        {
            rest = after_close(rest, name);
            continue;
        }
        match piece {
            Some(Piece::Text(text)) => push_text(&mut found, &text),
            Some(piece) => found.push(piece),
            None => {}
        }
    }
    push_text(&mut found, rest);
    found
}

fn piece(html: &str) -> (Option<Piece>, &str) {
    if let Some(comment) = html.strip_prefix("<!--") {
        let (inside, after) = comment.split_once("-->").unwrap_or((comment, ""));
        return (Some(Piece::Comment(inside.trim().to_owned())), after);
    }
    // Instructions, declarations and CDATA are for programs.
    let hidden = [("<![CDATA[", "]]>"), ("<?", "?>")].into_iter().find(|(open, _)| html.starts_with(open));
    let declared = html.strip_prefix("<!").filter(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()));
    if let Some((_, close)) = hidden.or(declared.map(|_| ("<!", ">"))) {
        return (None, html.split_once(close).map_or("", |(_, after)| after));
    }
    let name_at = if html.starts_with("</") { 2 } else { 1 };
    let begins_tag = html[name_at..].starts_with(|c: char| c.is_ascii_alphabetic());
    let reach = html.len().min(TAG_MAX);
    let Some(end) = html.as_bytes()[..reach].iter().position(|&byte| byte == b'>').filter(|_| begins_tag) else {
        return (Some(Piece::Text("<".to_owned())), &html[1..]);
    };
    let inside = &html[name_at..end];
    let name_end = inside.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inside.len());
    let name = inside[..name_end].to_ascii_lowercase();
    let after = &html[end + 1..];
    if name_at == 2 {
        (Some(Piece::Close(name)), after)
    } else {
        (Some(Piece::Open { name, attributes: inside[name_end..].to_owned() }), after)
    }
}

fn after_close<'a>(html: &'a str, name: &str) -> &'a str {
    let closes =
        |at: &usize| html.get(at + 2..at + 2 + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name));
    let found = html.match_indices("</").map(|(at, _)| at).find(closes);
    found.map_or("", |at| html[at..].split_once('>').map_or("", |(_, after)| after))
}

fn push_text(found: &mut Vec<Piece>, text: &str) {
    if text.is_empty() {
        return;
    }
    let text = decoded(text);
    match found.last_mut() {
        Some(Piece::Text(last)) => last.push_str(&text),
        _ => found.push(Piece::Text(text)),
    }
}

/// The entities that people type by hand.
fn decoded(text: &str) -> String {
    let plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    clean::visible(&plain.replace("&nbsp;", "\u{a0}").replace("&amp;", "&")).into_owned()
}

/// Whether an attribute stands there, with or without a value: `has(" open", "open")`.
pub fn has(attributes: &str, name: &str) -> bool {
    attributes.split(|c: char| c.is_whitespace() || c == '=' || c == '/').any(|word| word.eq_ignore_ascii_case(name))
}

/// The value of an attribute: `attribute(r#" alt="A taxi""#, "alt")`.
pub fn attribute(attributes: &str, name: &str) -> Option<String> {
    let lower = attributes.to_ascii_lowercase();
    let at = lower.find(&format!("{name}="))? + name.len() + 1;
    let value = &attributes[at..];
    let quoted = |quote: char| value.strip_prefix(quote).and_then(|rest| rest.split(quote).next());
    let bare = || value.split(|c: char| c.is_whitespace() || c == '/').next();
    quoted('"').or_else(|| quoted('\'')).or_else(bare).map(decoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_is_comments_tags_and_text() {
        assert_eq!(
            pieces("a <!-- pause --> 1 < 2 &amp; <B>c</b>"),
            [
                Piece::Text("a ".into()),
                Piece::Comment("pause".into()),
                Piece::Text(" 1 < 2 & ".into()),
                Piece::Open { name: "b".into(), attributes: String::new() },
                Piece::Text("c".into()),
                Piece::Close("b".into()),
            ]
        );
        assert_eq!(pieces("x<script>alert('<b>')</script>y"), [Piece::Text("xy".into())]);
    }

    #[test]
    fn commands_have_the_names_of_other_tools_too() {
        assert_eq!(Command::parse("end_slide"), Some(Command::PageBreak));
        assert_eq!(Command::parse(" speaker_note: ask first "), Some(Command::Note("ask first".into())));
        assert_eq!(Command::parse("a remark"), None);
    }

    #[test]
    fn an_attribute_has_its_value() {
        assert_eq!(attribute(r#" src=x.png alt="A taxi""#, "alt").as_deref(), Some("A taxi"));
        assert_eq!(attribute(" alt=taxi/", "alt").as_deref(), Some("taxi"));
    }
}

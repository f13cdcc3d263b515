//! Tags that are not HTML: Liquid `{% note %}`, Hugo `{{< note >}}`, components of MDX `<Admonition type="note">`.

/// One tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag<'a> {
    /// `note`; of `{% endnote %}` and `{{< /note >}}`, too.
    pub name: &'a str,
    /// What stands behind the name.
    pub arguments: &'a str,
    /// Whether it ends something.
    pub closes: bool,
    /// Whether nothing can stand in it: `<Image />`.
    pub is_empty: bool,
    /// Its bytes, counted from where it begins.
    pub length: usize,
}

/// No tag is longer; looking further each time would take for ever on a file of `{%`.
const LENGTH_MAX: usize = 2_000;
/// A template is one line.
const TEMPLATE_MAX: usize = 500;

/// A Liquid or Hugo tag that begins `text`.
pub fn template(text: &str) -> Option<Tag<'_>> {
    let marks = [("{{<", ">}}"), ("{{%", "%}}"), ("{%", "%}")];
    let (open, close) = marks.into_iter().find(|(open, _)| text.starts_with(open))?;
    let reach = floor(text, TEMPLATE_MAX);
    let end = text[open.len()..reach].find(close)? + open.len();
    let inside = text[open.len()..end].trim_matches('-').trim();
    let is_empty = inside.ends_with('/');
    let inside = inside.trim_end_matches('/').trim_end();
    let slash = inside.strip_prefix('/').map(str::trim_start);
    let inside = slash.unwrap_or(inside);
    let (name, arguments) = word(inside);
    let ends = name.strip_prefix("end").filter(|rest| open == "{%" && !rest.is_empty());
    let (name, closes) = (ends.unwrap_or(name), slash.is_some() || ends.is_some());
    // `{{</* … */>}}` is how Hugo's own pages show a shortcode.
    let is_tag = name.starts_with(|c: char| c.is_ascii_alphabetic());
    is_tag.then_some(Tag { name, arguments, closes, is_empty, length: end + close.len() })
}

/// A component that begins `text`: its name has a capital letter, as no HTML has.
pub fn component(text: &str) -> Option<Tag<'_>> {
    let inside = text.strip_prefix('<')?;
    let slash = inside.strip_prefix('/');
    let inside = slash.unwrap_or(inside);
    if !inside.starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    let begin = text.len() - inside.len();
    let end = begin + end_of_component(inside)?;
    let whole = text[begin..end].trim_end();
    let is_empty = whole.ends_with('/');
    let (name, arguments) = word(whole.trim_end_matches('/'));
    if !name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-')) {
        return None;
    }
    Some(Tag { name, arguments, closes: slash.is_some(), is_empty, length: end + 1 })
}

/// The `>` outside quotes and braces.
fn end_of_component(text: &str) -> Option<usize> {
    let (mut depth, mut quote) = (0_u32, None);
    for (at, byte) in text.bytes().enumerate().take(LENGTH_MAX) {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'{') => depth += 1,
            (None, b'}') => depth = depth.saturating_sub(1),
            (None, b'>') if depth == 0 => return Some(at),
            (None, b'<') if depth == 0 => return None,
            _ => {}
        }
    }
    None
}

fn word(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(text.len());
    (&text[..end], text[end..].trim())
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

impl<'a> Tag<'a> {
    /// The value of a named argument: `title="One"`, `title={'One'}`.
    pub fn named(&self, names: &[&str]) -> Option<&'a str> {
        names.iter().find_map(|name| {
            let found = self.arguments.match_indices(name).find(|(at, _)| {
                let before = self.arguments[..*at].chars().next_back();
                let after = self.arguments[at + name.len()..].trim_start();
                before.is_none_or(char::is_whitespace) && after.starts_with('=')
            });
            let rest = &self.arguments[found?.0 + name.len()..];
            Some(value(rest.trim_start().strip_prefix('=')?.trim_start()))
        })
    }

    /// The first argument without a name.
    pub fn first(&self) -> Option<&'a str> {
        self.positional().into_iter().next()
    }

    /// The arguments without names.
    pub fn positional(&self) -> Vec<&'a str> {
        let mut found = Vec::new();
        let mut rest = self.arguments;
        while !rest.is_empty() && found.len() < 8 {
            let quoted = rest.starts_with(['"', '\'', '`', '{']);
            let taken = value(rest);
            let end = if quoted { (taken.len() + 2).min(rest.len()) } else { taken.len().max(1) };
            let (this, after) = rest.split_at(floor(rest, end));
            if !this.contains('=') || quoted {
                found.push(taken);
            } else if this.ends_with('=') {
                // The value of a named argument is none of these.
                let named = value(after);
                let skip = if after.starts_with(['"', '\'', '`', '{']) { named.len() + 2 } else { named.len() };
                rest = after[floor(after, skip)..].trim_start();
                continue;
            }
            rest = after.trim_start();
        }
        found
    }
}

/// `"One two"`, `'One'`, `{"One"}` or a bare word at the beginning of `text`.
fn value(text: &str) -> &str {
    let quoted = |quote: char| text.strip_prefix(quote).and_then(|rest| rest.split(quote).next());
    let braced = || text.strip_prefix('{').and_then(|rest| rest.split('}').next());
    let found = quoted('"').or_else(|| quoted('\'')).or_else(|| quoted('`')).or_else(braced);
    found.unwrap_or_else(|| {
        let end = text.find(|c: char| c.is_whitespace()).unwrap_or(text.len());
        match text[..end].find('=') {
            Some(sign) => &text[..=sign],
            None => &text[..end],
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_has_a_name_and_arguments() {
        let tag = template(r#"{{< figure src="a b.png" title='Queue' >}} rest"#).expect("a tag");
        assert_eq!((tag.name, tag.named(&["title"]), tag.named(&["src"])), ("figure", Some("Queue"), Some("a b.png")));
        assert_eq!(&r#"{{< figure src="a b.png" title='Queue' >}} rest"#[tag.length..], " rest");
        let tag = template("{%- endnote -%}").expect("a tag");
        assert_eq!((tag.name, tag.closes), ("note", true));
        assert!(template("{{< /tabs >}}").expect("a tag").closes);
        assert_eq!(template("{{</* note */>}}"), None);
        let tag = template(r#"{{% notice warning "Mind the gap" %}}"#).expect("a tag");
        assert_eq!(tag.positional(), ["warning", "Mind the gap"]);
    }

    #[test]
    fn a_component_ends_at_its_own_bracket() {
        let tag = component("<TabItem value=\"a\"\n  label={<b>x</b>}>\ntext").expect("a component");
        assert_eq!((tag.name, tag.named(&["value"])), ("TabItem", Some("a")));
        assert!(component("<Image src={x} />").expect("a component").is_empty);
        assert_eq!(component("<div>"), None);
        assert_eq!(component("<T extends U"), None);
    }
}

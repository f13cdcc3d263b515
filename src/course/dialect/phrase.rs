//! What stands inside a line: templates, comments of note takers, bright pens, block marks.

use std::ops::Range;

use super::tag;

/// Bytes of a label in brackets.
const LABEL_MAX: usize = 300;
/// Bytes of a code span that is looked for.
const CODE_MAX: usize = 4_000;

/// One stretch of a line and what stands for it.
pub type Edit = (Range<usize>, String);

/// What to change in a line; in order, not overlapping.
pub fn edits(line: &str, is_raw: bool) -> Vec<Edit> {
    let mut edits = Vec::new();
    let is_quiet = !line.contains("%%")
        && !line.contains("==")
        && !line.contains("{%")
        && !line.contains("{{")
        && !line.contains("{/*")
        && !line.contains("{:")
        && !line.contains("]](")
        && !line.contains(" ^");
    if is_quiet {
        return edits;
    }
    let mut at = 0;
    while at < line.len() {
        let rest = &line[at..];
        let step = match rest.as_bytes()[0] {
            b'`' => code(rest),
            b'\\' => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
            b'{' if rest.starts_with("{:") => attributes(rest, at, &mut edits),
            b'{' if rest.starts_with("{{") && line[..at].ends_with("](") => address(rest, at, &mut edits),
            b'{' if !is_raw => template(line, at, &mut edits),
            b'{' => expression(rest, at, &mut edits),
            b'%' => comment(line, at, &mut edits),
            b'=' => mark(line, at, &mut edits),
            b'[' => bracketed_link(rest, at, &mut edits),
            _ => 0,
        };
        let one = rest.chars().next().map_or(1, char::len_utf8);
        at += step.max(one);
    }
    let end = edits.last().map_or(0, |(span, _)| span.end);
    edits.extend(block_mark(line).filter(|(span, _)| span.start >= end));
    edits
}

/// The length of a code span; of the ticks alone if they never close on this line.
fn code(rest: &str) -> usize {
    let ticks = rest.bytes().take_while(|byte| *byte == b'`').count();
    let mut at = ticks;
    while let Some(found) = rest.as_bytes()[at..rest.len().min(CODE_MAX)].iter().position(|byte| *byte == b'`') {
        let run = rest[at + found..].bytes().take_while(|byte| *byte == b'`').count();
        at += found + run;
        if run == ticks {
            return at;
        }
    }
    ticks
}

fn template(line: &str, at: usize, edits: &mut Vec<Edit>) -> usize {
    let rest = &line[at..];
    let Some(tag) = tag::template(rest) else { return expression(rest, at, edits) };
    let reference = matches!(tag.name, "ref" | "relref" | "link" | "post_url");
    let said = if reference { tag.positional().into_iter().next().unwrap_or_default() } else { "" };
    let key = matches!(tag.name, "kbd" | "key").then(|| tag.first()).flatten().map(|key| format!("<kbd>{key}</kbd>"));
    edits.push((at..at + tag.length, key.unwrap_or_else(|| said.to_owned())));
    tag.length
}

/// `{: .button }` behind a link says only how it looks.
fn attributes(rest: &str, at: usize, edits: &mut Vec<Edit>) -> usize {
    let end = rest.bytes().take(LABEL_MAX).position(|byte| byte == b'}');
    let looks = rest[2..].trim_start().starts_with(['.', '#']);
    let Some(end) = end.filter(|_| looks) else { return 2 };
    edits.push((at..at + end + 1, String::new()));
    end + 1
}

/// `]({{ site.baseurl }}/queue.png)`, `]({{ '/queue.png' | relative_url }})`: what stands for the root of the site.
fn address(rest: &str, at: usize, edits: &mut Vec<Edit>) -> usize {
    let end = rest.bytes().take(LABEL_MAX).position(|byte| byte == b'}').filter(|end| rest[*end..].starts_with("}}"));
    let Some(end) = end else { return 2 };
    let quoted = rest[2..end].trim().split(['\'', '"']).nth(1).unwrap_or_default();
    edits.push((at..at + end + 2, quoted.to_owned()));
    end + 2
}

/// `{/* a comment of MDX */}`
fn expression(rest: &str, at: usize, edits: &mut Vec<Edit>) -> usize {
    let end = rest.strip_prefix("{/*").and_then(|inside| inside.find("*/}")).map(|end| end + 6);
    if let Some(end) = end {
        edits.push((at..at + end, String::new()));
    }
    end.unwrap_or(0)
}

/// `%% for myself %%`
fn comment(line: &str, at: usize, edits: &mut Vec<Edit>) -> usize {
    let rest = &line[at..];
    // `50%%` is a figure.
    let begins = line[..at].chars().next_back().is_none_or(|before| !before.is_alphanumeric());
    let inside = rest.strip_prefix("%%").filter(|_| begins);
    let Some(end) = inside.and_then(|inside| inside.find("%%")).map(|end| end + 4) else {
        return rest.bytes().take_while(|byte| *byte == b'%').count();
    };
    edits.push((at..at + end, String::new()));
    end
}

/// `==seen==`: neither a comparison nor a line under a heading.
fn mark(line: &str, at: usize, edits: &mut Vec<Edit>) -> usize {
    let run = line[at..].bytes().take_while(|byte| *byte == b'=').count();
    let before = line[..at].chars().next_back();
    let inside = &line[at + run..];
    let opens = run == 2
        && before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '!' | '<' | '>' | '='))
        && inside.starts_with(|c: char| !c.is_whitespace());
    let close = inside.find("==").filter(|end| opens && inside[..*end].ends_with(|c: char| !c.is_whitespace()));
    let Some(close) = close.filter(|end| !inside[end + 2..].starts_with('=')) else { return run };
    edits.push((at..at + 2, "<mark>".to_owned()));
    let end = at + 2 + close;
    edits.push((end..end + 2, "</mark>".to_owned()));
    close + 4
}

/// `[[1]](url)` is a link whose words have brackets, not a wikilink before something in brackets.
fn bracketed_link(rest: &str, at: usize, edits: &mut Vec<Edit>) -> usize {
    let Some(inside) = rest.strip_prefix("[[") else { return 0 };
    // A label is short; looking to the end of a line of `[[` each time would take for ever.
    let reach = inside.bytes().take(LABEL_MAX).position(|byte| byte == b']');
    let Some(end) =
        reach.filter(|end| inside[*end..].starts_with("]](")).filter(|end| !inside[..*end].contains(['[', ']']))
    else {
        return 0;
    };
    edits.push((at + 1..at + 2, "\\[".to_owned()));
    edits.push((at + 2 + end..at + 3 + end, "\\]".to_owned()));
    end + 4
}

/// ` ^quote-of-the-day` at the end of a line is the name of its block.
fn block_mark(line: &str) -> Option<Edit> {
    let bare = line.trim_end();
    let at = bare.rfind(" ^")?;
    let name = &bare[at + 2..];
    let named = name.len() >= 3 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let letters = name.bytes().any(|byte| byte.is_ascii_alphabetic());
    (named && letters).then(|| (at..bare.len(), String::new()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(line: &str) -> String {
        let mut out = String::new();
        let mut at = 0;
        for (span, words) in edits(line, false) {
            out.push_str(&line[at..span.start]);
            out.push_str(&words);
            at = span.end;
        }
        out + &line[at..]
    }

    #[test]
    fn what_is_not_for_the_reader_goes() {
        assert_eq!(after("a {% if x %}b{% endif %} c %% me %% d {/* e */}f ^abc-1"), "a b c  d f");
        assert_eq!(after("see [x]({{< ref \"a.md\" >}}) and ==this==."), "see [x](a.md) and <mark>this</mark>.");
        assert_eq!(after("[[1]](http://a) and [[1]] (b)"), "[\\[1\\]](http://a) and [[1]] (b)");
    }

    #[test]
    fn what_only_looks_like_it_stays() {
        for line in ["`{% if %}` and `a ==b== c`", "a == b == c", "50%% of it", "{{ name }} x ^2", "if (a==b && c==d)"]
        {
            assert_eq!(after(line), line);
        }
    }
}

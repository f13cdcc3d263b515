//! The specifications' own examples open without loss: what a reader sees are the words of the reference output.

use std::collections::BTreeMap;
use std::sync::Arc;

use coldstart::catalog::Catalog;
use coldstart::course::{Block, BlockKind, Course, Files, Inline, Lesson};
use serde::Deserialize;

/// Examples whose words differ on purpose, and why.
const EXCEPTIONS: &[(u32, &str)] = &[
    (156, UNCLOSED),
    (157, UNCLOSED),
    (158, UNCLOSED),
    (163, "`<Warning>` with a capital letter is a component of MDX: a callout, with Markdown in it"),
    (475, NO_WORDS),
    (548, WIKILINK),
    (559, WIKILINK),
    (581, NO_WORDS),
    (590, WIKILINK),
];
const UNCLOSED: &str = "a tag that never ends is shown: a browser drops all that follows, and no text may be dropped";
const NO_WORDS: &str = "a picture without words is shown as the name of its file";
const WIKILINK: &str = "`[[foo]]` is a link to a page called foo, as note takers write it";

#[derive(Deserialize)]
struct Example<Number> {
    #[serde(rename = "example")]
    number: Number,
    markdown: String,
    html: String,
}

fn examples<Number: for<'de> Deserialize<'de>>(file: &str) -> Vec<Example<Number>> {
    let path = format!("{}/tests/data/markdown/{file}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).expect("the examples")).expect("JSON")
}

fn read(markdown: &str) -> Lesson {
    thread_local! { static CATALOG: Arc<Catalog> = Arc::new(Catalog::embedded()); }
    let mut files = Files::new();
    files.insert("x.md", markdown.as_bytes().to_vec());
    let course = Course::load("x.md", files);
    let head = course.lessons().next().expect("one lesson");
    CATALOG.with(|catalog| course.read(head, catalog))
}

/// What a reader sees, blocks apart.
fn seen(lesson: &Lesson) -> String {
    let words: Vec<String> = lesson.pages.iter().flat_map(|page| &page.blocks).map(Block::words).collect();
    normal(&words.join("\n"))
}

/// One blank between words, however they were apart.
fn normal(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text of reference HTML: tags and comments gone, blocks apart, pictures as their words, entities decoded.
fn text_of(html: &str, titles: bool) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = end_of_tag(rest);
        let tag = &rest[..end];
        let name: String = tag.trim_start_matches(['<', '/']).chars().take_while(char::is_ascii_alphanumeric).collect();
        match name.to_ascii_lowercase().as_str() {
            "img" => {
                text.push_str(attribute(tag, "alt").unwrap_or_default());
                if let Some(title) = attribute(tag, "title").filter(|_| titles) {
                    text.push(' ');
                    text.push_str(title);
                }
            }
            _ if !tag.starts_with("<!") && !tag.starts_with("<?") && name.is_empty() => text.push('<'),
            name if BLOCKS.contains(&name) => text.push(' '),
            _ => {}
        }
        rest = &rest[end..];
        if matches!(name.as_str(), "script" | "style") && !tag.starts_with("</") {
            rest = rest.find("</").map_or("", |close| &rest[close..]);
        }
    }
    text.push_str(rest);
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&nbsp;", "\u{a0}"), ("&amp;", "&")];
    normal(&entities.iter().fold(text, |text, (entity, character)| text.replace(entity, character)))
}

/// Elements that part words.
const BLOCKS: [&str; 25] = [
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "pre",
    "blockquote",
    "hr",
    "br",
    "table",
    "thead",
    "tbody",
    "tr",
    "td",
    "th",
    "td",
    "textarea",
    "script",
    "style",
];

fn end_of_tag(html: &str) -> usize {
    let close = match html {
        _ if html.starts_with("<!--") => "-->",
        _ if html.starts_with("<?") => "?>",
        _ if html.starts_with("<![CDATA[") => "]]>",
        _ => ">",
    };
    html.find(close).map_or(html.len(), |at| at + close.len())
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.split_once(&format!("{name}=\""))?.1.split('"').next()
}

#[test]
fn every_example_of_commonmark_says_the_same() {
    let exceptions: BTreeMap<u32, &str> = EXCEPTIONS.iter().copied().collect();
    let examples = examples::<u32>("commonmark-0.31.json");
    assert_eq!(examples.len(), 652);
    let mut wrong = Vec::new();
    for Example { number: example, markdown, html } in &examples {
        // A picture's title is the line below it where the picture stands alone, and a whisper of the mouse elsewhere.
        let (seen, expected) = (seen(&read(markdown)), text_of(html, true));
        let differs = seen != expected && seen != text_of(html, false);
        if differs != exceptions.contains_key(example) {
            wrong.push(format!("{example}: {markdown:?}\n  seen     {seen:?}\n  expected {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), examples.len(), wrong.join("\n"));
}

#[test]
fn every_example_of_githubs_tables_strikethrough_and_tasks_says_the_same() {
    for Example { number: example, markdown, html } in examples::<String>("gfm-0.29.json") {
        // A cell that no column waits for joins the last one, where GitHub drops it.
        let expected = if example == "table 7" { "abc def bar bar baz boo".to_owned() } else { text_of(&html, false) };
        assert_eq!(seen(&read(&markdown)), expected, "{example}: {markdown}");
    }
}

#[test]
fn githubs_tasks_tables_and_strikes_are_what_they_are() {
    let lesson = read("- [ ] open\n- [x] done\n\n| a | b |\n| - | -: |\n| 1 | ~~2~~ |\n");
    let BlockKind::List(list) = &lesson.pages[0].blocks[0].kind else { panic!("a list") };
    let done: Vec<_> = list.items.iter().map(|item| item.task.as_ref().map(|task| task.done)).collect();
    assert_eq!(done, [Some(false), Some(true)]);
    let BlockKind::Table(table) = &lesson.pages[0].blocks[1].kind else { panic!("a table") };
    assert!(matches!(&table.rows[0][1][..], [Inline::Strike(_)]), "{table:?}");
}

#[test]
fn githubs_alerts_are_callouts() {
    for kind in ["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"] {
        let lesson = read(&format!("> [!{kind}]\n> An idle function costs *nothing*.\n>\n> A second line.\n"));
        let BlockKind::Callout(callout) = &lesson.pages[0].blocks[0].kind else { panic!("a callout for {kind}") };
        assert_eq!(callout.kind.title().to_uppercase(), kind);
        assert_eq!((callout.title.as_ref(), callout.blocks.len()), (None, 2));
    }
}

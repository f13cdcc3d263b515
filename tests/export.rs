//! A course as static pages: every link resolves, and nothing that a course holds becomes a tag of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;

use coldstart::catalog::Catalog;
use coldstart::course::{Files, Library};
use coldstart::site::Site;
use proptest::prelude::*;

/// Every tag that a template of ours writes, and its attributes.
const TAGS: &[&str] = &[
    "html",
    "head",
    "meta",
    "title",
    "link",
    "body",
    "header",
    "nav",
    "main",
    "section",
    "article",
    "aside",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "p",
    "a",
    "span",
    "ol",
    "ul",
    "li",
    "dl",
    "dt",
    "dd",
    "div",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "figure",
    "figcaption",
    "img",
    "pre",
    "code",
    "kbd",
    "em",
    "strong",
    "s",
    "mark",
    "sup",
    "br",
    "hr",
    "blockquote",
    "details",
    "summary",
    "data",
];
const ATTRIBUTES: &[&str] = &[
    "lang",
    "charset",
    "name",
    "content",
    "rel",
    "href",
    "class",
    "id",
    "aria-label",
    "role",
    "src",
    "alt",
    "loading",
    "title",
    "value",
    "scope",
    "start",
    "open",
];

/// A tag of a page: its name, and its attributes as a browser reads them.
type Tag = (String, Vec<(String, String)>);

/// Reads a page as strictly as nobody else would: whatever is not exactly what our templates write is a fault.
fn tags(html: &str) -> Result<Vec<Tag>, String> {
    let mut found = Vec::new();
    let mut rest = html.strip_prefix("<!DOCTYPE html>").ok_or("no doctype")?;
    while let Some(at) = rest.find(['<', '>']) {
        if rest[at..].starts_with('>') {
            return Err(format!(
                "a bracket in the text: {}",
                &rest[at.saturating_sub(0)..].chars().take(60).collect::<String>()
            ));
        }
        rest = &rest[at + 1..];
        let inside = rest.strip_prefix('/').unwrap_or(rest);
        let name: String = inside.chars().take_while(char::is_ascii_alphanumeric).collect();
        if !TAGS.contains(&name.as_str()) {
            return Err(format!("the tag <{}", rest.chars().take(60).collect::<String>()));
        }
        rest = &inside[name.len()..];
        let mut attributes = Vec::new();
        while let Some(next) = rest.strip_prefix(' ') {
            let key: String = next.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
            if !ATTRIBUTES.contains(&key.as_str()) {
                return Err(format!("the attribute {} of <{name}", next.chars().take(60).collect::<String>()));
            }
            rest = &next[key.len()..];
            let mut value = String::new();
            if let Some(quoted) = rest.strip_prefix("=\"") {
                let end = quoted.find('"').ok_or("an attribute that never ends")?;
                value = quoted[..end]
                    .replace("&lt;", "<")
                    .replace("&gt;", ">")
                    .replace("&quot;", "\"")
                    .replace("&amp;", "&");
                rest = &quoted[end + 1..];
            }
            attributes.push((key, value));
        }
        rest = rest.strip_prefix('>').ok_or_else(|| format!("<{name} is not closed"))?;
        found.push((name, attributes));
    }
    Ok(found)
}

/// Where a page's links and pictures lead.
fn targets(tags: &[Tag]) -> Vec<String> {
    let attributes = tags.iter().flat_map(|(_, attributes)| attributes);
    attributes.filter(|(key, _)| key == "href" || key == "src").map(|(_, value)| value.clone()).collect()
}

fn site_of(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    let mut all = Files::new();
    for (path, text) in files {
        all.insert(*path, text.as_bytes().to_vec());
    }
    pages(Library::from_files("course", all))
}

fn pages(library: Library) -> BTreeMap<String, String> {
    let site = Site::of(&Arc::new(library), 0, &Arc::new(Catalog::embedded())).expect("a course");
    site.files.into_iter().map(|(path, bytes)| (path, String::from_utf8(bytes).expect("text"))).collect()
}

/// What must hold of every site, whatever it was made of.
fn sound(site: &BTreeMap<String, String>) -> Result<(), String> {
    let anchors = |tags: &[Tag]| -> BTreeSet<String> {
        let ids = tags.iter().flat_map(|(_, attributes)| attributes).filter(|(key, _)| key == "id");
        ids.map(|(_, value)| value.clone()).collect()
    };
    let mut read = BTreeMap::new();
    for (path, text) in site.iter().filter(|(path, _)| path.ends_with(".html")) {
        read.insert(path.as_str(), tags(text).map_err(|fault| format!("{path}: {fault}\n{text}"))?);
    }
    for (path, tags) in &read {
        for target in targets(tags) {
            if ["https://", "http://", "mailto:"].iter().any(|known| target.to_ascii_lowercase().starts_with(known)) {
                continue;
            }
            let (file, anchor) =
                target.split_once('#').map_or((target.as_str(), None), |(file, anchor)| (file, Some(anchor)));
            let file = if file.is_empty() { path } else { file };
            let is_there = site.contains_key(file) || file.starts_with("files/");
            let anchored = anchor.is_none_or(|anchor| {
                let plain = percent_decoded(anchor);
                read.get(file).is_some_and(|tags| anchors(tags).contains(&plain))
            });
            if !is_there || !anchored || file.contains("..") {
                return Err(format!("{path} leads to {target}, which is not there"));
            }
        }
    }
    Ok(())
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'%' => {
                let hex = [rest.next().unwrap_or(b'0'), rest.next().unwrap_or(b'0')];
                bytes.push(u8::from_str_radix(&String::from_utf8_lossy(&hex), 16).unwrap_or(b'?'));
            }
            byte => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn the_reader_of_these_tests_sees_what_is_not_ours() {
    for wrong in ["<script>", "<p onclick=\"x\">", "<p>a > b</p>", "<a href=\"x\"b>", "<p", "<img src=x>"] {
        assert!(tags(&format!("<!DOCTYPE html>{wrong}")).is_err(), "{wrong}");
    }
    let site = BTreeMap::from([("a.html".to_owned(), "<!DOCTYPE html><a href=\"javascript:x\">y</a>".to_owned())]);
    assert!(sound(&site).is_err());
}

#[test]
fn every_link_of_the_built_in_course_resolves_and_every_lab_has_its_picture() {
    let library = Library::embedded();
    let lessons: Vec<String> = library.courses[0].lessons().map(|head| head.id.clone()).collect();
    let site = pages(library);
    sound(&site).unwrap_or_else(|fault| panic!("{fault}"));
    for lesson in &lessons {
        let page = site.get(&format!("{lesson}.html")).unwrap_or_else(|| panic!("no page for {lesson}"));
        assert!(page.contains("class=\"card lab\"") && page.contains(&format!("src=\"pictures/{lesson}-")), "{lesson}");
        assert!(site["index.html"].contains(&format!("href=\"{lesson}.html\"")), "{lesson} is on the map");
    }
    let cold = &site["cold-starts.html"];
    assert!(cold.contains("rel=\"prev\"") && cold.contains("rel=\"next\""));
    assert!(cold.contains("href=\"glossary.html#") && site["glossary.html"].contains("<h2 id="));
    assert!(!cold.contains("{=") && cold.contains("<data "), "prices are computed");
    assert!(cold.contains("<span class=\"k\">const</span>"), "code has its colours");
    let pictures: Vec<&String> = site.keys().filter(|path| path.starts_with("pictures/")).collect();
    assert!(pictures.len() >= lessons.len());
    for path in pictures {
        assert!(site[path].starts_with("<svg ") && site[path].matches("<text ").count() > 20, "{path} is empty");
    }
    let style = &site["style.css"];
    assert!(style.contains("prefers-color-scheme: dark") && !style.contains("url(") && !style.contains("@import"));
}

#[test]
fn a_page_says_all_that_a_lesson_says() {
    let lesson = "---\ntitle: The \"ferry\" & <co>\nid: ferry\nminutes: 10\n---\n\n# The ferry\n\nTwo *soft* **loud** ~~gone~~ `a<b>` <kbd>b</kbd> words.[^n]\n\n[^n]: A note.\n\n- [ ] open\n- [x] done\n\n3. three\n4. four\n\n| a | b |\n|:-|-:|\n| 1 | 2 |\n\n> [!TIP] Own title\n> Inside.\n\n```js title=\"x.js\"\nconst a = 1; // hi\n```\n\n```diff\n- old\n+ new\n```\n\n![A pier](pier.png \"At dusk\")\n\n<!-- speaker_note: only for me -->\n\n<!-- pause -->\n\nSee [[other]], [the web](https://example.org/?a=1&b=2), [out](javascript:alert) and [here](#the-ferry).\n\n```quiz id=q\n[[questions]]\nid = \"one\"\ntype = \"MultipleChoice\"\nprompt.prompt = \"What carries?\"\nprompt.distractors = [\"A bridge\"]\nanswer.answer = \"A boat\"\ncontext = \"It floats.\"\n```\n";
    let site = site_of(&[("a.md", lesson), ("b.md", "---\nid: other\n---\n# The other\n")]);
    sound(&site).unwrap_or_else(|fault| panic!("{fault}"));
    let page = &site["ferry.html"];
    for part in [
        "<title>The &quot;ferry&quot; &amp; &lt;co&gt; · course</title>",
        "<h1 id=\"the-ferry\">The ferry</h1>",
        "<em>soft</em> <strong>loud</strong> <s>gone</s> <code>a&lt;b&gt;</code> <kbd>b</kbd>",
        "href=\"#note-1-1\"",
        "<li class=\"task\">☐ open</li><li class=\"task\">☑ done</li>",
        "<ol start=\"3\"><li>three</li>",
        "<th scope=\"col\" class=\"right\">b</th>",
        "<aside class=\"callout tip\"><p class=\"title\">Own title</p><p>Inside.</p></aside>",
        "<figcaption>x.js</figcaption>",
        "<span class=\"removed\">- old</span>",
        "aria-label=\"A pier\">A pier</span><figcaption>At dusk</figcaption>",
        "<a href=\"other.html\">The other</a>",
        "<a href=\"https://example.org/?a=1&amp;b=2\">the web</a>",
        "<span class=\"inert\">out</span>",
        "<a href=\"#the-ferry\">here</a>",
        "<summary>Answer</summary><p><strong>A boat</strong></p><p>It floats.</p>",
    ] {
        assert!(page.contains(part), "{part}\n--- is not in\n{page}");
    }
    assert!(!page.contains("only for me") && !page.contains("javascript:"));
}

/// What somebody would write who wants a tag of their own.
const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "'><svg/onload=alert(1)>",
    "</code></pre><script>",
    "</title><script>",
    "&lt;script&gt;",
    "&#60;script>",
    "javascript:alert(1)",
    "[x](javascript:alert(1))",
    "[x](<\"onclick=\"a>)",
    "![\"onload=\"](x.png)",
    "![a](\"><script>.png)",
    "![a](https://evil.example/x.png)",
    "<a href=\"javascript:x\">y</a>",
    "<img src=x onerror=y>",
    "`</code><b>`",
    "<style>*{}</style>",
    "<!--",
    "-->",
    "]]>",
    "<?php ?>",
    "<div onclick=x>",
    "<details open><summary>a",
    "</details>",
    "[[a\"><b|c<d>]]",
    "{= \"<b>\" }",
    "[^a<b>]",
    "\u{202e}",
    "\u{0}",
    "<iframe src=//x>",
    "<base href=//x>",
    "| <b> |",
    "data:text/html,<script>",
    "\\<b\\>",
];

/// A word, hostile or not.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => proptest::sample::select(HOSTILE).prop_map(str::to_owned),
        1 => "[a-z<>&\"'`=/ ]{0,12}",
        1 => any::<String>().prop_map(|text| text.chars().take(20).collect()),
    ]
}

/// Markdown with such words in every place that holds words.
fn place(kind: usize, word: &str) -> String {
    let line = word.replace(['\n', '\r'], " ");
    let toml = toml::Value::String(line.clone()).to_string();
    match kind {
        0 => format!("# {line}\n\n"),
        1 => format!("{word}\n\n"),
        2 => format!("- [ ] {line}\n- {line}\n\n"),
        3 => format!("> [!TIP] {line}\n> {line}\n\n"),
        4 => format!("```{line} title=\"{line}\"\n{word}\n```\n\n"),
        5 => format!("| {line} | b |\n|--|--|\n| c | {line} |\n\n"),
        6 => format!("[{line}]({line} \"{line}\") and <{line}>\n\n"),
        7 => format!("![{line}]({line} \"{line}\")\n\n"),
        8 => format!("A[^n].\n\n[^n]: {line}\n\n"),
        9 => format!(
            "```lab id=l\ntitle = {toml}\n[functions.f]\nruntime = \"modelled\"\n[functions.f.model]\ncpu = 1\n[load]\nrps = 1\n[time]\nduration = \"10s\"\n[[actions]]\nkey = \"b\"\nlabel = {toml}\nrun = \"invoke f\"\n```\n\n"
        ),
        10 => format!(
            "```quiz id=q title=\"{line}\"\n[[questions]]\nid = \"q\"\ntype = \"MultipleChoice\"\nprompt.prompt = {toml}\nprompt.distractors = [\"z\"]\nanswer.answer = {toml}\ncontext = {toml}\n```\n\n"
        ),
        11 => format!("<details><summary>{line}</summary>\n\n{line}\n\n</details>\n\n"),
        12 => {
            format!("```event test title=\"{line}\"\n{{\"a\": {}}}\n```\n\n", serde_json::Value::String(line.clone()))
        }
        _ => format!("<!-- pagebreak -->\n\n## {line}\n\n"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn hostile_markdown_never_yields_a_tag_of_its_own(
        parts in proptest::collection::vec((0..14_usize, word()), 1..7),
        title in word(),
        term in word(),
    ) {
        let body: String = parts.iter().map(|(kind, word)| place(*kind, word)).collect();
        let quoted = serde_json::Value::String(title.clone());
        let lesson = format!("---\ntitle: {quoted}\nid: {quoted}\nlang: {quoted}\nobjectives: [{quoted}]\n---\n\n{body}");
        let manifest = format!("title = {}\n", toml::Value::String(title.replace('\n', " ")));
        let term = term.replace(['\n', '\r'], " ");
        let glossary = format!("# Words\n\n## {term}\n\n{term}\n");
        let summary = format!("# {term}\n\n- [{term}](a.md)\n- [b](b.md)\n");
        let site = site_of(&[("a.md", &lesson), ("b.md", &body), ("course.toml", &manifest), ("glossary.md", &glossary), ("SUMMARY.md", &summary)]);
        if let Err(fault) = sound(&site) {
            prop_assert!(false, "{fault}\n--- of\n{lesson}");
        }
        for (path, text) in &site {
            let allowed = path == "style.css" || path.ends_with(".html") || path.ends_with(".svg");
            prop_assert!(allowed && !path.contains("..") && path.is_ascii(), "{path}");
            prop_assert!(!path.ends_with(".svg") || !text.contains("<script"), "{text}");
        }
    }
}

fn coldstart(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_coldstart")).current_dir(folder).args(args).output().expect("the program runs")
}

#[test]
fn the_command_writes_a_folder_and_leaves_other_folders_alone() {
    let here = tempfile::tempdir().expect("a folder");
    let out = |output: &Output| {
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
    };
    let course = here.path().join("c");
    std::fs::create_dir_all(course.join("assets")).expect("a folder");
    std::fs::write(course.join("course.toml"), "title = \"C\"\n").expect("a file");
    std::fs::write(course.join("a b.md"), "# One\n\n![A dot](assets/a%20dot.png)\n\n![A dot](assets/dot.png)\n")
        .expect("a file");
    std::fs::write(course.join("assets/dot.png"), b"\x89PNG").expect("a file");
    for round in 1..3 {
        let output = coldstart(here.path(), &["export", "c", "--html", "site/of c"]);
        assert_eq!(out(&output), "2 pages; begin at site/of c/index.html\n", "round {round}");
    }
    let page = std::fs::read_to_string(here.path().join("site/of c/a-b.html")).expect("a page");
    assert!(page.contains("<img src=\"files/assets/dot.png\" alt=\"A dot\""), "{page}");
    assert_eq!(std::fs::read(here.path().join("site/of c/files/assets/dot.png")).expect("the picture"), b"\x89PNG");
    let output = coldstart(here.path(), &["export", "c", "--html", "c"]);
    assert!(out(&output).contains("c is not empty and is no earlier export"), "{}", out(&output));
    assert_eq!(output.status.code(), Some(2));
    let output = coldstart(here.path(), &["export", "nowhere", "--html", "x"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(!here.path().join("x").exists());
}

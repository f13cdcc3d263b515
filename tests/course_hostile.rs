//! Whatever a file holds: it opens, soon, and nothing of it speaks to the terminal.

use std::sync::Arc;
use std::time::{Duration, Instant};

use coldstart::app::{Depth, Glyphs, Theme};
use coldstart::catalog::Catalog;
use coldstart::catalog::expr;
use coldstart::course::{BlockKind, Course, Files, Lesson, plain};
use coldstart::ui::lesson::{Reading, blocks};
use proptest::prelude::*;

fn read(bytes: Vec<u8>) -> Lesson {
    thread_local! { static CATALOG: Arc<Catalog> = Arc::new(Catalog::embedded()); }
    let mut files = Files::new();
    files.insert("x.md", bytes);
    let course = Course::load("x.md", files);
    let head = course.lessons().next().expect("one lesson");
    CATALOG.with(|catalog| course.read(head, catalog))
}

/// Everything that could be drawn.
fn visible(lesson: &Lesson) -> String {
    let mut text = plain::lesson(lesson, "x.md");
    for block in lesson.blocks() {
        text.push_str(&block.words());
        if let BlockKind::Note(note) = &block.kind {
            text.push_str(note);
        }
    }
    text.push_str(&lesson.head.title);
    text
}

fn assert_silent(lesson: &Lesson) {
    let text = visible(lesson);
    let acts =
        |c: &char| (c.is_control() && *c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    assert_eq!(text.chars().find(acts), None, "{text:?}");
}

/// A debug build on a busy machine is a dozen times slower than what people run.
const SOON: Duration = Duration::from_secs(30);

#[track_caller]
fn soon(what: &str, text: String) -> Lesson {
    let begin = Instant::now();
    let lesson = read(text.into_bytes());
    assert!(!lesson.pages.is_empty());
    drop(lesson.clone());
    assert!(begin.elapsed() < SOON, "{what} took {:?}", begin.elapsed());
    lesson
}

#[test]
fn a_tab_is_a_blank_in_the_words_of_a_picture_and_of_a_problem() {
    assert_silent(&read(b"![[^1]\t# ]]".to_vec()));
    assert_silent(&read(b"```lab id=a\n{{#include ../x}}\t{{#include ../x}}".to_vec()));
}

#[test]
fn monsters_open() {
    soon("100,000 nested quotes", "> ".repeat(100_000) + "end");
    soon("100,000 nested quotes without blanks", ">".repeat(100_000) + "end");
    soon("deep lists", (0..2_000).map(|depth| "  ".repeat(depth.min(400)) + "- x\n").collect());
    soon("many marks", "*a **b ".repeat(50_000));
    soon("many brackets", "[".repeat(100_000));
    soon("many wiki links", "[[x]] ".repeat(50_000));
    soon("many images", "![".repeat(50_000));
    soon("a wide table", format!("|{}\n|{}\n|1|\n|2|\n", "a|".repeat(20_000), "-|".repeat(20_000)));
    soon("a long table", format!("|a|b|\n|-|-|\n{}", "|1|2|\n".repeat(100_000)));
    soon("equal headings", "# a\n".repeat(100_000));
    soon("tags", "<a ".repeat(200_000));
    soon("scripts", "<script></script>\n".repeat(50_000));
    soon("open comments", "<!-- ".repeat(100_000));
    soon("expressions", format!("---\nid: x\n---\n{}", "{= 1 + ".repeat(50_000)));
    soon("front matter that never ends", format!("---\n{}", "a: b\n".repeat(100_000)));
    soon("anchors and aliases", "---\na: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c]\ne: [*d,*d,*d,*d,*d,*d,*d,*d]\n---\nx".to_owned());
    soon("a deep lab", format!("```lab id=x\na = {}1{}\n```\n", "[".repeat(20_000), "]".repeat(20_000)));
    soon(
        "footnotes",
        (0..20_000)
            .flat_map(|n| ["a[^".into(), n.to_string(), "]\n\n[^".into(), n.to_string(), "]: b\n\n".into()])
            .collect(),
    );
}

#[test]
fn monsters_of_other_tools_open() {
    let many = |piece: &str| piece.repeat(250_000 / piece.len());
    for piece in [
        ":::note\n",
        ":::\n",
        ":::note\n:::\n",
        "!!! note\n",
        "    !!! note\n",
        "=== \"a\"\n",
        "{% note %}",
        "{% note %}\n",
        "{% ",
        "{{< x >}}\n",
        "{{< ",
        "{% comment %}\n",
        "{/* \n",
        "%%\n",
        "%% a ",
        "==a ",
        "==a== ",
        "[[a]](",
        "[[",
        "` `` ``` ",
        "<Tabs>\n",
        "<Tab>a</Tab>",
        "<A {\n",
        "<details>\n\n",
        "<table><tr><td>",
        "<ul><li>",
        "<dl><dt>a<dd>",
        "<pre>",
        "</td>",
        "<sup>",
        "a\n: b\n\n",
        "> [!note]- ",
        "> **Note:** a\n\n",
        "{: .note }\na\n",
        "import {\n",
        "export const a = {\n",
        "\n---\na: b\n---\n",
        "#Heading\n\n",
        "Status: a\n",
        "Ã©",
        "Ã",
        "ðŸ",
        "{{#x}}\n",
        "## a\n\nb\n\n",
        "<script>",
        "<a href=x>",
        "\t- a\n",
    ] {
        soon(piece, many(piece));
    }
    soon(
        "closers at the very end",
        format!("{}]](x) %% == */}} {{% endcomment %}}\n:::\n", many("[[ %% == {/* {% comment %} ")),
    );
    soon("tags in one container", format!("{{% note %}}\n{}\n{{% endnote %}}", many("{% {{< <A ")));
}

fn reading<'a>(lesson: &'a Lesson, theme: &'a Theme, glyphs: &'a Glyphs) -> Reading<'a> {
    Reading {
        theme,
        glyphs,
        ink: ratatui::style::Style::default(),
        shift: 0,
        focus_step: 0,
        source: &lesson.source,
        is_ticked: &|task| task.done,
        highlighted: &|_| None,
        picture: &|_| None,
        directive: &|_, _| Vec::new(),
    }
}

/// No row of the lesson is wider than the page.
fn assert_fits(lesson: &Lesson, width: usize) {
    let theme = Theme::named("dark", Depth::True).expect("the dark theme");
    let glyphs = Glyphs::new(false);
    let reading = reading(lesson, &theme, &glyphs);
    for page in &lesson.pages {
        for row in blocks(&page.blocks, &reading, width) {
            assert!(row.width() <= width, "{} columns on a page of {width}: {:?}", row.width(), row.pieces);
        }
    }
}

#[test]
fn every_sample_fits_every_width() {
    let folder = format!("{}/tests/data/dialects", env!("CARGO_MANIFEST_DIR"));
    let files = std::fs::read_dir(folder).expect("the samples").map(|entry| entry.expect("an entry").path());
    for file in files.filter(|path| path.is_file()) {
        let lesson = read(std::fs::read(&file).expect("a sample"));
        assert_silent(&lesson);
        for width in 10..=300 {
            assert_fits(&lesson, width);
        }
    }
}

#[test]
fn a_huge_file_is_cut_and_says_so() {
    let lesson = soon("50 MB", "A line of a log that somebody opened by mistake.\n\n".repeat(1_000_000));
    let last = lesson.problems.last().expect("a problem");
    assert_eq!(last.message, "this file has 48 MB; only the first 16 MB are shown");
    assert!(lesson.pages.iter().all(|page| page.blocks.len() <= 1_502));
}

#[test]
fn control_characters_show_and_do_nothing() {
    let lesson = read(b"\xEF\xBB\xBF# A\0\x1b[31m\r\n\r\n`\x07` \xe2\x80\xae &#27; <!-- note: \x1b -->\r\n\r\n```js title=\"\x1b]0;x\x07\"\n\x1b\n```\n".to_vec());
    assert_silent(&lesson);
    assert!(visible(&lesson).contains("A␀␛[31m"), "{}", visible(&lesson));
    let lesson = read(b"---\ntitle: \"a\\eb\"\nsummary: \"\\u202E\"\n---\n\xff\xfe caf\xe9".to_vec());
    assert_silent(&lesson);
    assert!(visible(&lesson).contains("café"));
}

fn markdown() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "# ",
        "## ",
        "> ",
        "- ",
        "1. ",
        "- [ ] ",
        "```",
        "```lab id=a\n",
        "```quiz id=q\n",
        "```predict lab=a\n",
        "```challenge id=c lab=a\n",
        "```event s3\n",
        "\n",
        "\n\n",
        "    ",
        "|",
        "|a|b|\n|-|-|\n",
        "*",
        "**",
        "_",
        "~~",
        "`",
        "[[",
        "]]",
        "[x](",
        ")",
        "![",
        "<kbd>",
        "</kbd>",
        "<b>",
        "<!-- pagebreak -->",
        "<!-- pause",
        "-->",
        "{= ",
        "}",
        "[^1]",
        "[^1]: ",
        "> [!NOTE] ",
        "---\n",
        "+++\n",
        "id: x\n",
        "a = 1\n",
        "[functions.hello]\n",
        "goal = [\"p99_ms < 1\"]\n",
        "[[questions]]\n",
        "\u{1b}",
        "\0",
        "\r\n",
        "\u{202e}",
        "é",
        "世界",
        "word ",
        "<script>",
        "{{#include ../x}}",
        "\\",
        "&#0;",
        "\t",
        ":::note\n",
        "\n:::\n",
        "\n!!! tip \"T\"\n    ",
        "\n??? x\n",
        "\n=== \"A\"\n    ",
        "{% note %}",
        "{% endnote %}",
        "{{< tab \"x\" >}}",
        "{{< /tab >}}",
        "\n{% highlight js %}\n",
        "{% endhighlight %}",
        "%%",
        "==",
        "\n{: .note }\n",
        "<Tabs>\n",
        "<TabItem label=\"a\">",
        "</TabItem>",
        "</Tabs>\n",
        "\n\nimport a from 'b'\n",
        "<details><summary>",
        "</summary>",
        "</details>",
        "<table>",
        "<tr>",
        "<td>",
        "</table>",
        "<ul><li>",
        "</ul>",
        "<pre>",
        "</pre>",
        "<h2>",
        "<dl><dt>",
        "<dd>",
        "\n: ",
        "<sup>2</sup>",
        "<a href=\"x\">",
        "</a>",
        "Ã©",
        "ðŸ",
        "👩‍👩‍👧",
        "⚙️",
        "averyveryverylongwordwithoutanyblank",
        "> **Note:** ",
        "\n#Heading\n",
        "\n---\nlayout: x\n---\n",
        "{/*",
        "*/}",
    ]);
    prop::collection::vec(pieces, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_open_and_stay_silent(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        assert_silent(&read(bytes));
    }

    #[test]
    fn any_markdown_opens_and_every_problem_has_a_place(text in markdown()) {
        let lesson = read(text.into_bytes());
        assert_silent(&lesson);
        for problem in &lesson.problems {
            prop_assert!(problem.span.start <= lesson.source.text.len());
            let told = lesson.source.explain(problem);
            prop_assert!(!told.chars().any(|c| c.is_control() && c != '\n'), "{told:?}");
        }
    }

    #[test]
    fn any_markdown_fits_any_width(text in markdown(), width in 10_usize..=300) {
        assert_fits(&read(text.into_bytes()), width);
    }

    #[test]
    fn no_word_inside_what_other_tools_write_is_lost(words in prop::collection::vec("[a-z]{3,8}", 1..20), marks in prop::collection::vec(0..12_u8, 20)) {
        let piece = |(word, mark): (&String, &u8)| match mark {
            0 => format!("\n\n:::note {word}\n\n{word}\n:::\n\n"),
            1 => format!("\n\n!!! tip \"{word}\"\n    {word}\n\n"),
            2 => format!("\n\n=== \"{word}\"\n\n    {word}\n\n"),
            3 => format!("\n\n{{% note %}}\n{word}\n{{% endnote %}}\n\n"),
            4 => format!("\n\n<table><tr><td>{word}</td></tr></table>\n\n"),
            5 => format!("\n\n<details><summary>{word}</summary>\n\n- {word}\n\n</details>\n\n"),
            6 => format!("\n\n<TabItem label=\"{word}\">\n\n{word}\n\n</TabItem>\n\n"),
            7 => format!("\n\n> [!x]- {word}\n> {word}\n\n"),
            8 => format!("\n\n{word}\n: {word}\n\n"),
            9 => format!("=={word}== <sub>{word}</sub> "),
            10 => format!("\n\n#{}{word}\n\n", word[..1].to_uppercase()),
            _ => format!("{word}\n"),
        };
        let text: String = words.iter().zip(&marks).map(piece).collect();
        let seen = visible(&read(text.clone().into_bytes()));
        for word in &words {
            prop_assert!(seen.contains(word.as_str()), "{word} of {text:?} is not in {seen:?}");
        }
    }

    #[test]
    fn no_word_of_simple_markdown_is_lost(words in prop::collection::vec("[a-z]{2,8}", 1..30), marks in prop::collection::vec(0..9_u8, 30)) {
        let piece = |(word, mark): (&String, &u8)| match mark {
            0 => format!("# {word}\n\n"),
            1 => format!("*{word}* "),
            2 => format!("\n\n- {word}\n\n"),
            3 => format!("\n\n> {word}\n\n"),
            4 => format!("<i>{word}</i> "),
            5 => format!("\n\n```\n{word}\n```\n\n"),
            6 => format!("\n\n<div>{word}</div>\n\n"),
            7 => format!("\n\n|h|\n|-|\n|{word}|surplus|\n\n"),
            _ => format!("{word}\n"),
        };
        let text: String = words.iter().zip(&marks).map(piece).collect();
        let seen = visible(&read(text.clone().into_bytes()));
        for word in &words {
            prop_assert!(seen.contains(word.as_str()), "{word} of {text:?} is not in {seen:?}");
        }
    }

    #[test]
    fn any_expression_gives_a_value_or_a_place(text in "[0-9a-z.+*/()\", -]{0,40}") {
        let catalog = Catalog::embedded();
        if let Err(problem) = expr::evaluate(&text, &catalog) {
            prop_assert!(problem.span.end <= text.len(), "{problem:?}");
        }
    }
}

//! What Markdown becomes. `shape` writes a lesson as an outline, so that each case reads as Markdown in, outline out.

use std::fmt::Write as _;
use std::sync::Arc;

use coldstart::catalog::Catalog;
use coldstart::course::{
    Block, BlockKind, Course, Directive, Files, FocusStep, Inline, Lesson, Library, LinkTarget, Truth, plain,
};

fn catalog() -> Arc<Catalog> {
    Arc::new(Catalog::embedded())
}

fn read(markdown: &str) -> Lesson {
    let mut files = Files::new();
    files.insert("lesson.md", markdown.as_bytes().to_vec());
    let course = Course::load("lesson.md", files);
    let head = course.lessons().next().expect("one lesson");
    course.read(head, &catalog())
}

fn shape(markdown: &str) -> String {
    let lesson = read(markdown);
    let mut out = String::new();
    for (number, page) in lesson.pages.iter().enumerate() {
        if number > 0 {
            out.push_str("=\n");
        }
        outline(&page.blocks, 0, &mut out);
    }
    out.trim_end().to_owned()
}

fn outline(blocks: &[Block], depth: usize, out: &mut String) {
    for block in blocks {
        let _ = write!(out, "{}", "  ".repeat(depth));
        let _ = match &block.kind {
            BlockKind::Heading { level, text, anchor } => writeln!(out, "h{level} {} #{anchor}", line(text)),
            BlockKind::Paragraph(text) => writeln!(out, "p {}", line(text)),
            BlockKind::List(list) => writeln!(out, "list {:?} {}", list.start, list.items.len()),
            BlockKind::Quote(_) => writeln!(out, "quote"),
            BlockKind::Callout(callout) => {
                writeln!(out, "{} {}", callout.kind.title(), callout.title.as_deref().map(line).unwrap_or_default())
            }
            BlockKind::Details(details) => writeln!(out, "details {} {}", details.open, line(&details.title)),
            BlockKind::Tabs(tabs) => {
                let titles: Vec<String> = tabs.iter().map(|tab| line(&tab.title)).collect();
                writeln!(out, "tabs {}", titles.join(" / "))
            }
            BlockKind::Definitions(definitions) => {
                let terms: Vec<String> = definitions.iter().flat_map(|it| &it.terms).map(|term| line(term)).collect();
                writeln!(out, "definitions {}", terms.join(" / "))
            }
            BlockKind::Facts(facts) => {
                writeln!(out, "facts {}", facts.iter().map(|fact| line(fact)).collect::<Vec<_>>().join(" / "))
            }
            BlockKind::Code(code) => writeln!(out, "code {} {:?}", code.lang, code.text),
            BlockKind::Table(table) => {
                let rows = std::iter::once(&table.head).chain(&table.rows);
                let rows: Vec<String> =
                    rows.map(|row| row.iter().map(|cell| line(cell)).collect::<Vec<_>>().join(" | ")).collect();
                writeln!(out, "table {:?} {}", table.align, rows.join(" / "))
            }
            BlockKind::Image(image) => writeln!(out, "image {:?} {} {:?}", image.alt, image.target, image.caption),
            BlockKind::Rule => writeln!(out, "rule"),
            BlockKind::Footnotes(notes) => {
                let numbers: Vec<String> = notes.iter().map(|note| format!("{}={}", note.number, note.label)).collect();
                writeln!(out, "notes {}", numbers.join(" "))
            }
            BlockKind::Pause => writeln!(out, "pause"),
            BlockKind::Note(note) => writeln!(out, "note {note}"),
            BlockKind::Directive(directive) => writeln!(out, "directive {}", directive.id()),
            BlockKind::Problems(problems) => writeln!(out, "problems {}", problems[0].message),
        };
        let children: Vec<Block> = block.children().into_iter().cloned().collect();
        outline(&children, depth + 1, out);
    }
}

fn line(inlines: &[Inline]) -> String {
    let piece = |inline: &Inline| match inline {
        Inline::Text(text) => text.clone(),
        Inline::Emphasis(inner) => format!("<em {}>", line(inner)),
        Inline::Strong(inner) => format!("<strong {}>", line(inner)),
        Inline::Strike(inner) => format!("<strike {}>", line(inner)),
        Inline::Mark(inner) => format!("<mark {}>", line(inner)),
        Inline::Code(code) => format!("<code {code}>"),
        Inline::Kbd(key) => format!("<kbd {key}>"),
        Inline::Link { target, text } => format!("<{target:?} {}>", line(text)),
        Inline::Break => "<br>".to_owned(),
        Inline::FootnoteRef { number, .. } => format!("<{number}>"),
        Inline::Image { alt, .. } => format!("<image {alt}>"),
        Inline::Value { text, known, .. } => format!("<value {text} {known}>"),
    };
    inlines.iter().map(piece).collect()
}

#[track_caller]
fn check(markdown: &str, expected: &str) {
    assert_eq!(shape(markdown), expected.trim(), "\n--- of\n{markdown}");
}

/// The same in a lesson of ours, where what is unusual is a mistake.
#[track_caller]
fn check_own(markdown: &str, expected: &str) {
    check(&format!("---\nid: mine\n---\n{markdown}"), expected);
}

#[test]
fn text_has_marks() {
    check(
        "# One *two*\n\nA\nline **b** ~~c~~ `d`  \ne",
        "h1 One <em two> #one-two\np A line <strong b> <strike c> <code d><br>e",
    );
    check(
        "Press <kbd>b</kbd> and <b>wait <i>long</i></b>.<br>End <u>here</u>",
        "p Press <kbd b> and <strong wait <em long>>.<br>End here",
    );
    check("&lt;b&gt; 1 < 2 &amp; &#27;[31m", "p <b> 1 < 2 & ␛[31m");
}

#[test]
fn comments_act_or_hide() {
    check("a\n<!-- pagebreak -->\nb\n\n<!-- end_slide -->\n\nc", "p a\n=\np b\n=\np c");
    check(
        "a\n\n<!-- pause -->\n\nb\n<!-- a remark -->\n\n<!-- speaker_note: ask\nfirst -->",
        "p a\npause\np b\nnote ask\nfirst",
    );
    check("<!-- pause --> and text stays", "pause\np and text stays");
    check_own("a <!-- pagebreak --> b", "p a  b\nproblems a pagebreak inside a paragraph, list or quote does nothing");
    check_own("<!-- pagebrake -->\n\na", "problems unknown command `pagebrake`\np a");
}

#[test]
fn pages_break_where_the_lesson_says() {
    check("---\npages: rule\n---\na\n\n---\n\nb", "p a\n=\np b");
    check("---\npages: heading2\n---\n# A\na\n## B\nb\n### C\nc", "h1 A #a\np a\n=\nh2 B #b\np b\nh3 C #c\np c");
    check("---\npages: none\n---\na\n\n<!-- pagebreak -->\n\nb", "p a\np b");
    check("a\n\n---\n\nb", "p a\nrule\np b");
}

#[test]
fn quotes_can_be_callouts() {
    check("> [!NOTE]\n> a\n>\n> b", "Note \n  p a\n  p b");
    check("> [!warning] Hot *soup*\n> careful", "Warning Hot <em soup>\n  p careful");
    check_own("> [!HINT] x", "Note x\nproblems unknown callout `HINT`");
    check("> plain\n> > deep", "quote\n  p plain\n  quote\n    p deep");
}

#[test]
fn lists_have_numbers_and_boxes() {
    check("3. a\n4. b\n   - c", "list Some(3) 2\n  p a\n  p b\n  list None 1\n    p c");
    let lesson = read("- [ ] Press b twice\n- [x] Press b twice\n\n- [ ] Stop\n");
    let BlockKind::List(list) = &lesson.pages[0].blocks[0].kind else { panic!("a list") };
    let boxes: Vec<_> = list.items.iter().map(|item| item.task.clone().map(|task| (task.id, task.done))).collect();
    assert_eq!(
        boxes,
        [Some(("press-b-twice".into(), false)), Some(("press-b-twice-2".into(), true)), Some(("stop".into(), false))]
    );
}

#[test]
fn tables_keep_their_columns_and_lose_no_cell() {
    check("|a|b|\n|:-:|-:|\n|1|2|\n|3|\n", "table [Center, Right] a | b / 1 | 2 / 3 | ");
    check_own(
        "|a|b|\n|-|-|\n|1|2|3|4|\n",
        "table [Left, Left] a | b / 1 | 2 3|4\nproblems this row has more cells than the table has columns",
    );
}

#[test]
fn footnotes_stand_at_the_end_of_their_page() {
    check(
        "a[^x] b[^y] c[^x]\n\n[^y]: why\n[^x]: ex\n\n<!-- pagebreak -->\n\nd[^y]\n\n[^z]: alone",
        "p a<1> b<2> c<1>\nnotes 1=x 2=y\n  p ex\n  p why\n=\np d<1>\nnotes 1=y 2=z\n  p why\n  p alone",
    );
}

#[test]
fn pictures_are_boxes_with_words() {
    check("![A *pier*](assets/p.svg \"Rush\")", "image \"A pier\" assets/p.svg Some(\"Rush\")");
    check("see ![x](y.png) here", "p see <image x> here");
    check_own("![](a/b.png)", "image \"b.png\" a/b.png None\nproblems this picture has no words");
}

#[test]
fn code_knows_its_kind_and_focus() {
    let lesson = read("```js {2|5-7,9|all} title=\"x.js\"\na\n\tb\n```\n\n    indented\n");
    let BlockKind::Code(code) = &lesson.pages[0].blocks[0].kind else { panic!("code") };
    assert_eq!((code.lang.as_str(), code.text.as_str(), code.title.as_deref()), ("js", "a\n    b", Some("x.js")));
    assert_eq!(code.focus.len(), 3);
    assert!(code.focus[1].contains(6) && code.focus[1].contains(9) && !code.focus[1].contains(8));
    assert_eq!(code.focus[2], FocusStep::All);
    check("    indented", "code  \"indented\"");
}

#[test]
fn expressions_in_prose_are_computed_in_our_own_lessons_only() {
    let own = |body: &str| shape(&format!("---\nid: mine\n---\n{body}"));
    assert_eq!(own("At {= fmt(lambda.gb_second, \"usd\")} each."), "p At <value $0.0000166667 true> each.");
    assert_eq!(own("*a {= 2 * 3 * 4 } b*"), "p <em a <value 24 true> b>");
    assert_eq!(own("{= min(lambda.timeout_max_s,\n100)} and {= 1/4}"), "p <value 100 true> and <value 0.25 true>");
    assert_eq!(
        own("{= lambda.gb_secnd }"),
        "p <value {= lambda.gb_secnd } false>\nproblems unknown name `lambda.gb_secnd`"
    );
    assert_eq!(own("{= never closed, \\{= 1"), "p {= never closed, {= 1");
    assert_eq!(own("\\{= 1} and `{= 1}`"), "p {= 1} and <code {= 1}>");
    check("{= 1 + 1 }", "p {= 1 + 1 }");
}

#[test]
fn each_kind_of_directive_has_a_sample_that_reads() {
    use coldstart::course::directive::KINDS;
    let samples: String = KINDS.iter().map(|kind| kind.sample).collect::<Vec<_>>().join("\n");
    let lesson = read(&samples);
    assert!(lesson.problems.is_empty(), "{:?}", lesson.problems);
    assert_eq!(lesson.directives().len(), KINDS.len());
}

#[test]
fn a_quiz_may_stand_in_a_file() {
    let mut files = Files::new();
    files.insert("a.md", &b"{{#quiz quizzes/rain.toml}}\n"[..]);
    let question = b"[[questions]]\nid = \"r\"\ntype = \"ShortAnswer\"\nprompt.prompt = \"Wet?\"\nanswer.answer = \"yes\"\ncontext = \"Rain.\"\n";
    files.insert("quizzes/rain.toml", &question[..]);
    let course = Course::load("a.md", files);
    let lesson = course.read(course.lessons().next().expect("a lesson"), &catalog());
    assert_eq!(lesson.problems.len(), 0, "{:?}", lesson.problems);
    assert_eq!(lesson.directives()[0].1.id(), "rain");
    check(
        "{{#quiz nowhere.toml}}",
        "p {{#quiz nowhere.toml}}\nproblems cannot include: `nowhere.toml` is not in the course folder",
    );
}

fn model_course() -> Course {
    let mut files = Files::new();
    for path in
        ["course.toml", "SUMMARY.md", "glossary.md", "lessons/before.md", "lessons/ferry.md", "functions/ferry.js"]
    {
        let bytes = std::fs::read(format!("{}/tests/data/course/{path}", env!("CARGO_MANIFEST_DIR"))).expect(path);
        files.insert(path, bytes);
    }
    Course::load("course", files)
}

#[test]
fn the_model_lesson_reads_without_a_problem() {
    let course = model_course();
    assert_eq!((course.id.as_str(), course.title.as_str(), course.problems.len()), ("ferries", "Ferries", 0));
    assert_eq!(course.modules[0].title, "Crossing");
    assert_eq!(course.previous("full-ferry").map(|head| head.id.as_str()), Some("before-you-cross"));
    let lesson = course.open("full-ferry", &catalog()).expect("the lesson");
    let told: Vec<String> = lesson.problems.iter().map(|problem| lesson.source.explain(problem)).collect();
    assert_eq!(told, Vec::<String>::new());
    assert_eq!(lesson.head.extra, [("captain".to_owned(), "Ahab".to_owned())]);
    assert_eq!(
        lesson.pages.iter().map(|page| page.id.as_str()).collect::<Vec<_>>(),
        ["the-ferry-leaves-when-it-is-full", "one-party-at-a-time", "the-ferry-leaves-when-it-is-full-2"]
    );
    let ids: Vec<&str> = lesson.directives().into_iter().map(|(_, directive)| directive.id()).collect();
    assert_eq!(ids, ["event-1", "pier", "boats", "swift", "ferry-check"]);
    let Some((_, Directive::Predict(predict))) =
        lesson.directives().into_iter().find(|(_, found)| found.id() == "boats")
    else {
        panic!("a prediction");
    };
    assert!(matches!(&predict.truth, Truth::Measured(measure) if measure.metric.name == "cold_starts"));
    let code = lesson.blocks().into_iter().find_map(|block| match &block.kind {
        BlockKind::Code(code) if code.lang == "js" => Some(code),
        _ => None,
    });
    let code = code.expect("the included handler");
    assert!(code.text.starts_with("exports.handler") && code.included.as_deref() == Some("functions/ferry.js"));
}

#[test]
fn links_lead_to_lessons_terms_and_the_web() {
    let course = model_course();
    let lesson = course.open("full-ferry", &catalog()).expect("the lesson");
    let targets: Vec<LinkTarget> = lesson
        .blocks()
        .into_iter()
        .filter_map(|block| match &block.kind {
            BlockKind::Paragraph(inlines) => Some(inlines),
            _ => None,
        })
        .flatten()
        .filter_map(|inline| match inline {
            Inline::Link { target, .. } => Some(target.clone()),
            _ => None,
        })
        .collect();
    assert_eq!(
        targets,
        [
            LinkTarget::Term("Ferry".into()),
            LinkTarget::Term("Landing stage".into()),
            LinkTarget::Lesson { id: "before-you-cross".into(), anchor: None },
            LinkTarget::Url("mailto:pier@example.org".into()),
            LinkTarget::Url("https://example.org/pier".into()),
        ]
    );
}

#[test]
fn a_term_says_what_it_means() {
    let course = model_course();
    let term = course.term("ferries", &catalog()).expect("the term");
    assert_eq!(term.name, "Ferry");
    assert_eq!(term.blocks[0].words(), "A boat that carries one party at a time, at $0.0000166667 a crossing.");
}

#[test]
fn plain_text_says_everything_and_betrays_nothing() {
    let course = model_course();
    let text = plain::lesson(&course.open("full-ferry", &catalog()).expect("the lesson"), "full-ferry");
    for words in [
        "# The ferry leaves when it is full",
        "[page 2 of 3]",
        "write <mailto:pier@example.org>",
        "Before you cross [lesson before-you-cross]",
        "Tip: Wait inside\n  The stage has a roof.",
        "Boat   Seats       Price\n-----  -----  ----------\nSmall    4    $0.0166667\nLarge   12",
        "1. Queue.\n2. Board.\n   - Mind the gap.",
        "- [ ] Press [b]\n- [x] Wave",
        "[lab: A crowd at the pier]",
        "key b: A crowd of 20",
        "[predict] Twenty parties come at once",
        "goal, over the last 1m: p50_ms < 50",
        "2. What does the stage have?",
        "[picture: A pier: nineteen parties wait while one boards] (Rush hour)",
        "    $ whistle",
    ] {
        assert!(text.contains(words), "{words:?} is not in\n{text}");
    }
    for secret in ["Nineteen.", "More oars.", "It rains here.", "let them guess"] {
        assert!(!text.contains(secret), "{secret:?} is in\n{text}");
    }
    assert!(!text.contains("\n\n\n"), "{text}");
}

#[test]
fn a_folder_without_a_summary_is_a_course_in_order() {
    let mut files = Files::new();
    files.insert("b.md", &b"---\norder: 1\n---\n# First\n"[..]);
    files.insert("a.md", &b"---\norder: 2\n---\n# Second\n"[..]);
    files.insert("c.md", &b"# Third\n"[..]);
    files.insert("d.md", &b"---\nstatus: draft\n---\n# Hidden\n"[..]);
    let course = Course::load("folder", files);
    let titles: Vec<&str> = course.lessons().map(|head| head.title.as_str()).collect();
    assert_eq!(titles, ["First", "Second", "Third"]);
}

#[test]
fn the_program_brings_its_course() {
    let library = Library::embedded();
    let course = library.main().expect("a course");
    assert!(course.problems.is_empty(), "{:?}", course.problems);
    assert!(course.lessons().count() >= 5);
}

//! What other tools write, as a reader sees it: each case is their Markdown in, plain text out.

use std::sync::Arc;

use coldstart::catalog::Catalog;
use coldstart::course::{BlockKind, Course, Files, Fold, Inline, Lesson, LinkTarget, plain};

fn catalog() -> Arc<Catalog> {
    Arc::new(Catalog::embedded())
}

fn read(markdown: impl AsRef<[u8]>) -> Lesson {
    let mut files = Files::new();
    files.insert("x.md", markdown.as_ref().to_vec());
    let course = Course::load("x.md", files);
    let head = course.lessons().next().expect("one lesson");
    course.read(head, &catalog())
}

fn shown(markdown: &str) -> String {
    let text = plain::lesson(&read(markdown), "x.md");
    text.strip_prefix("# x\n\n").unwrap_or(&text).trim_end().to_owned()
}

#[track_caller]
fn check(markdown: &str, expected: &str) {
    assert_eq!(shown(markdown), expected.trim_end(), "\n--- of\n{markdown}");
}

#[test]
fn admonitions_between_colons_are_callouts() {
    check(":::note\n\nOne.\n\n:::\n\nAfter.", "Note\n  One.\n\nAfter.");
    check(":::tip[Use *less*]\nOne.\n:::\nAfter.", "Tip: Use less\n  One.\n\nAfter.");
    check("::: warning Hot soup\nOne.\n:::", "Warning: Hot soup\n  One.");
    check(":::info\nOne.\n:::", "Note: Info\n  One.");
    check("::::note\n:::tip\nIn.\n:::\nOut.\n::::\n", "Note\n  Tip\n    In.\n\n  Out.");
    check(":::note{title=\"T\"}\nx\n:::", "Note: T\n  x");
    check(":::{important} T\nx\n:::", "Important: T\n  x");
    check("::: details More\nx\n:::", "More\n\n  x");
    check("1. One\n\n   :::note\n   In.\n   :::\n\n2. Two", "1. One\n\n   Note\n     In.\n2. Two");
    check(":::note\nnever closed", ":::note never closed");
    check("```\n:::note\n```\n\n:::tip\n```\n:::\n```\n:::", "[code]\n    :::note\n\nTip\n  [code]\n      :::");
}

#[test]
fn admonitions_by_indentation_are_callouts() {
    check("!!! note\n    One.\n\n    Two.\nAfter.", "Note\n  One.\n\n  Two.\n\nAfter.");
    check("!!! tip \"Use less\"\n    - a\n    - b\n", "Tip: Use less\n  - a\n  - b");
    check("!!! danger inline end \"\"\n    x", "Caution: Danger\n  x");
    check(
        "??? question \"Why?\"\n    Because.\n    !!! note\n        In.\n",
        "Note: Why?\n  Because.\n\n  Note\n    In.",
    );
    check("!!! this is no note", "!!! this is no note");
    let lesson = read("???+ note\n    x\n\n??? note\n    y\n");
    let folds: Vec<Fold> = lesson.blocks().iter().filter_map(|block| as_callout(&block.kind)).collect();
    assert_eq!(folds, [Fold::Open, Fold::Closed]);
}

fn as_callout(kind: &BlockKind) -> Option<Fold> {
    match kind {
        BlockKind::Callout(callout) => Some(callout.fold),
        _ => None,
    }
}

#[test]
fn quotes_of_note_takers_are_callouts() {
    check("> [!tip]- Closed *one*\n> x", "Tip: Closed one\n  x");
    check("> [!question] Why?\n> x\n> > [!todo]\n> > y", "Note: Why?\n  x\n\n  Note: Todo\n    y");
    check("> [!unheard-of]\n> x", "Note: Unheard of\n  x");
    check("> **Note:** One.\n> Two.", "Note: Note\n  One. Two.");
    check("> ⚠️ **Warning**\n> x", "Warning: ⚠️ Warning\n  x");
    check("> **Nothing** of it", "> Nothing of it");
    check("Text\n\n{: .note }\nOne\ntwo.\n\nAfter.", "Text\n\nNote\n  One two.\n\nAfter.");
    check("{: .warning }\n> x\n\nAfter {: .no_toc }", "Warning\n  x\n\nAfter");
    check("# A\n{: .no_toc }\n\nB\n{:toc}", "# A\n\nB");
}

#[test]
fn tabs_and_folds_keep_all_they_hold() {
    check(
        "=== \"JS\"\n\n    ```js\n    a\n    ```\n\n=== \"Py\"\n\n    b\n\nAfter.",
        "[JS]\n\n  [code, js]\n      a\n\n[Py]\n\n  b\n\nAfter.",
    );
    check(
        "import Tabs from '@theme/Tabs';\n\n<Tabs\n  defaultValue=\"a\">\n  <TabItem value=\"a\" label=\"One\">\n\n  *x*\n\n  </TabItem>\n  <TabItem value=\"two\">y</TabItem>\n</Tabs>\n\nAfter.",
        "[One]\n\n  x\n\n[two]\n\n  y\n\nAfter.",
    );
    check(
        "<details>\n<summary>Why <b>not</b>?</summary>\n\n- a\n- b\n\n</details>\n\nAfter.",
        "Why not?\n\n  - a\n  - b\n\nAfter.",
    );
    check("> <details><summary>T</summary>\n>\n> x\n\nAfter.", "> T\n\n> x\n\nAfter.");
    check("{% tabs %}\n{% tab title=\"One\" %}\nx\n{% endtab %}\n{% endtabs %}", "[One]\n\n  x");
}

#[test]
fn templates_vanish_around_their_text() {
    check("{% include toc.html %}\nA {% if x %}b{% endif %} c\n", "A b c");
    check("{% highlight js linenos %}\na | b\n{% endhighlight %}\nAfter.", "[code, js]\n    a | b\n\nAfter.");
    check("{% raw %}\n{{ x }} {% if %}\n{% endraw %}\nAfter", "{{ x }} {% if %}\n\nAfter");
    check("{% note %}\nx\n{% endnote %}\n\n{% hint style=\"warning\" %} y {% endhint %}", "Note\n  x\n\nWarning\n  y");
    check("{{< notice tip \"T\" >}}\nx\n{{< /notice >}}", "Tip: T\n  x");
    check("{{% expand \"More\" %}}\nx\n{{% /expand %}}\nAfter", "More\n\n  x\n\nAfter");
    check("{{< figure src=\"a.png\" alt=\"A queue\" title=\"Q\" >}}\n\n{{< youtube abc >}}", "[picture: A queue] (Q)");
    check("{% comment %}\nhidden\n{% endcomment %}\nshown", "shown");
    check("[a]({{ site.baseurl }}/b){: .btn } ![A queue]({{ '/q.png' | relative_url }})", "a A queue");
    check("`{% x %}` and {{ page.title }}", "`{% x %}` and {{ page.title }}");
}

#[test]
fn components_are_callouts_or_vanish() {
    check("<Admonition type=\"tip\" title=\"T\">\n\n*x*\n\n</Admonition>", "Tip: T\n  x");
    check(
        "<Card title=\"Queue\">\n\nx\n\n</Card>\n\n<Spacer size=\"2\" />\n\nA <Badge>new</Badge> b.",
        "Queue\n\nx\n\nA new b.",
    );
    check("export const x = {\n  a: 1,\n};\n\nText {/* hidden */}here {x}.", "Text here {x}.");
    check("import the boats first\n\nexport them later", "import the boats first\n\nexport them later");
}

#[test]
fn comments_and_marks_of_note_takers() {
    check("a %% hidden %% b\n\n%%\nhidden\n%%\n\nc ==seen== d ^block-1", "a  b\n\nc seen d");
    check(
        "A #tag stays\n\n#Heading without a blank\n\n#tag #other",
        "A #tag stays\n\n# Heading without a blank\n\n#tag #other",
    );
    check("2024-05-01\nStatus: #draft\nTags: [[cloud]]\n\n# T", "2024-05-01\nStatus: #draft\nTags: cloud\n\n# T");
    let lesson = read("[[Nowhere|here]] and ![[note]] and [[1]](https://example.org)\n");
    let BlockKind::Paragraph(inlines) = &lesson.pages[0].blocks[0].kind else { panic!("a paragraph") };
    let targets: Vec<&LinkTarget> = inlines.iter().filter_map(as_link).collect();
    assert!(matches!(targets[..], [LinkTarget::Dead(_), LinkTarget::Dead(_), LinkTarget::Url(_)]), "{targets:?}");
    assert_eq!(lesson.pages[0].blocks.len(), 1, "a link into the void is no mistake here");
}

fn as_link(inline: &Inline) -> Option<&LinkTarget> {
    match inline {
        Inline::Link { target, .. } => Some(target),
        _ => None,
    }
}

#[test]
fn pictures_say_what_they_can() {
    check(
        "![[queue.png|300]]\n\n![[queue.png|A queue]]\n\n![alt text](gone.png)",
        "[picture: queue.png]\n\n[picture: A queue]\n\n[picture: gone.png]",
    );
}

#[test]
fn html_with_a_shape_has_it() {
    check(
        "<table>\n<tr><th>A</th><th>B</th></tr>\n<tr><td>1<td><a href=\"https://example.org\">2</a>\n</table>\n\nAfter",
        "A  B\n-  -----------------------\n1  2 <https://example.org>\n\nAfter",
    );
    check("<table>\n\n<tr>\n\n<td>\n\n*x*\n\ny\n\n</td>\n\n</tr>\n\n</table>", "x y\n---");
    check("<ul>\n<li>a\n<li><b>b</b>\n<ol><li>c</li></ol></li>\n</ul>", "- a\n- b\n  1. c");
    check("<h2 align=\"center\">T</h2>\n<p>x<br>y</p><hr>z", "## T\n\nx\ny\n\n----\n\nz");
    check("<pre><code class=\"language-js\">a &lt; b\n  c\n</code></pre>", "[code, js]\n    a < b\n      c");
    check("<blockquote>a</blockquote><dl><dt>T<dd>m</dl>", "> a\n\nT\n    m");
    check("x<sup>2</sup> H<sub>2</sub>O <mark>m</mark> <u>u</u> <sup>th</sup>", "x² H₂O m u th");
    check("<picture><source srcset=\"d.png\"><img src=\"l.png\" alt=\"A logo\"></picture>", "[picture: A logo]");
    check("a<script>x</script>b\n\n<style>\nx\n</style>\n\nc", "ab\n\nc");
    check("<table>stray<tr><td>1</td></tr></table>\n\n<ul>stray</ul>", "stray\n\n1\n-\n\nstray");
}

#[test]
fn words_have_meanings() {
    check(
        "Cold start\n: The first wait.\n\n    More of it.\n\nQueue\n: A line.\n: A buffer.\n\nAfter",
        "Cold start\n    The first wait.\n\n    More of it.\n\nQueue\n    A line.\n\n    A buffer.\n\nAfter",
    );
}

#[test]
fn pages_break_as_in_other_tools() {
    let pages = |text: &str| read(text).pages.len();
    for mark in ["<!-- newpage -->", "<!--more-->", "\\newpage", "<div style=\"page-break-after: always;\"></div>"] {
        assert_eq!(pages(&format!("a\n\n{mark}\n\nb")), 2, "{mark}");
    }
    assert_eq!(pages("---\nmarp: true\n---\na\n\n---\n\nb"), 2);
    assert_eq!(pages("# A\n\n---\nlayout: center\n---\n\n# B\n\n---\n\n# C"), 3);
    assert_eq!(pages("a\n\n---\n\nb"), 1);
    let long: String = (1..=6).map(|n| format!("## Part {n}\n\n{}\n\n", "Words of a sentence. ".repeat(40))).collect();
    let lesson = read(&long);
    assert_eq!(lesson.pages.iter().map(|page| page.title.as_str()).collect::<Vec<_>>(), ["Part 1", "Part 3", "Part 5"]);
    assert_eq!(pages(&format!("---\npages: none\n---\n{long}")), 1);
}

#[test]
fn an_address_of_a_heading_is_no_part_of_it() {
    let lesson = read("## Cold starts {#cold}\n\n## Path /users/{id}\n");
    let headings: Vec<(String, String)> = lesson.headings().into_iter().map(|it| (it.text, it.anchor)).collect();
    assert_eq!(headings, [("Cold starts".into(), "cold".into()), ("Path /users/{id}".into(), "path-users-id".into())]);
}

#[test]
fn front_matter_has_many_names() {
    let head =
        read("---\nid: intro\nsidebar_label: Short\nsidebar_position: 3\ndescription: D\nslug: /x/\n---\n{= 1 + 1}")
            .head;
    assert_eq!(
        (head.short_title.as_deref(), head.order, head.summary.as_deref()),
        (Some("Short"), Some(3.0), Some("D"))
    );
    assert!(!head.own, "an id beside keys of another tool is not ours");
    let head = read("+++\ntitle = 'T'\nweight = 4\ndraft = true\n[params]\nx = 1\n+++\ntext").head;
    assert_eq!((head.title.as_str(), head.order, head.draft), ("T", Some(4.0), true));
}

#[test]
fn garbled_text_is_put_right_and_can_be_had_as_it_is() {
    let mut files = Files::new();
    files.insert("x.md", "# CafÃ© ðŸŒ\n\nDonâ€™t. caf\u{e9}".as_bytes().to_vec());
    let course = Course::load("x.md", files);
    let head = course.lessons().next().expect("one lesson");
    let lesson = course.read(head, &catalog());
    assert_eq!((head.title.as_str(), lesson.repaired), ("Café", 3));
    assert!(plain::lesson(&lesson, "x").contains("Don’t. café"));
    let as_it_is = course.read_as_it_is(head, &catalog());
    assert_eq!(as_it_is.repaired, 0);
    assert!(plain::lesson(&as_it_is, "x").contains("Donâ€™t"));
}

#[test]
fn any_encoding_opens() {
    let utf16: Vec<u8> = "\u{feff}# Café\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(read(utf16).head.title, "Café");
    assert_eq!(read(b"# Caf\xe9\r\rx").head.title, "Café");
    assert_eq!(read(b"\xef\xbb\xbf---\r\ntitle: T\r\n---\r\nx").head.title, "T");
}

#[test]
fn a_problem_has_its_place_in_the_file_as_it_is() {
    let text = "!!! note\n    x\n\n:::tip\n```lab id=a\nfunctins = 1\n```\n:::\n";
    let lesson = read(text);
    let problem = lesson.problems.iter().find(|problem| problem.message.contains("functins")).expect("the problem");
    assert_eq!(lesson.source.position(problem.span.start).line, 6, "{problem:?}");
    assert_eq!(&text[problem.span.clone()], "functins");
}

/// The modules of a folder and the titles of their lessons.
fn order(files: &[(&str, &str)]) -> Vec<String> {
    let mut all = Files::new();
    for (path, text) in files {
        all.insert(*path, text.as_bytes().to_vec());
    }
    let course = Course::load("folder", all);
    let line = |module: &coldstart::course::Module| {
        let lessons: Vec<&str> = module.lessons.iter().map(|head| head.title.as_str()).collect();
        format!("{}: {}", module.title, lessons.join(", "))
    };
    course.modules.iter().map(line).collect()
}

#[test]
fn folders_are_modules_and_a_readme_comes_first() {
    assert_eq!(
        order(&[
            ("b.md", "# B"),
            ("README.md", "# Start"),
            ("02-more/a.md", "# A2"),
            ("01-first_steps/10-z.md", "# Z"),
            ("01-first_steps/9-y.md", "# Y"),
            ("01-first_steps/index.md", "# Index"),
            ("notes.txt", "no lesson"),
        ]),
        [": Start, B", "First steps: Index, Y, Z", "More: A2"]
    );
}

#[test]
fn categories_weights_and_parents_give_the_order() {
    assert_eq!(
        order(&[
            ("docs/b/x.md", "# X"),
            ("docs/b/_category_.json", "{\"label\": \"Basics\", \"position\": 1}"),
            ("docs/a/y.md", "---\nsidebar_position: 2\n---\n# Y"),
            ("docs/a/z.md", "---\nsidebar_position: 1\n---\n# Z"),
        ]),
        ["Basics: X", "A: Z, Y"]
    );
    assert_eq!(
        order(&[
            ("content/b/_index.md", "---\ntitle: Second\nweight: 2\n---\n"),
            ("content/b/x.md", "---\ntitle: X\nweight: 1\n---\n"),
            ("content/a/_index.md", "---\ntitle: First\nweight: 1\n---\n"),
            ("content/a/y.md", "---\ntitle: Y\n---\n"),
        ]),
        ["First: First, Y", "Second: Second, X"]
    );
    assert_eq!(
        order(&[
            ("a.md", "---\ntitle: Late\nnav_order: 2\nhas_children: true\n---\n"),
            ("b.md", "---\ntitle: B\nparent: Late\nnav_order: 1\n---\n"),
            ("c.md", "---\ntitle: C\nparent: Early\nnav_order: 1\n---\n"),
            ("d.md", "---\ntitle: Early\nnav_order: 1\nhas_children: true\n---\n"),
        ]),
        ["Early: Early, C", "Late: Late, B"]
    );
}

#[test]
fn lists_of_other_tools_give_the_order() {
    assert_eq!(
        order(&[
            ("mkdocs.yml", "site_name: Boats\nnav:\n  - index.md\n  - Guide:\n    - The last: z.md\n    - a.md\n"),
            ("docs/index.md", "# Home"),
            ("docs/a.md", "# A"),
            ("docs/z.md", "# Z"),
            ("docs/forgotten.md", "# F"),
        ]),
        [": Home", "Guide: The last, A", "More: F"]
    );
    assert_eq!(
        order(&[
            (
                "sidebars.js",
                "module.exports = { s: ['intro', {type: 'category', label: 'Guide', items: ['g/b', 'g/a']}] };"
            ),
            ("docs/intro.md", "# Intro"),
            ("docs/01-g/02-a.md", "# A"),
            ("docs/01-g/01-b.mdx", "# B"),
        ]),
        [": Intro", "Guide: B, A"]
    );
    assert_eq!(
        order(&[
            ("book.toml", "[book]\ntitle = \"B\"\n"),
            ("README.md", "# Repository"),
            (
                "src/SUMMARY.md",
                "# Summary\n\n[Intro](intro.md)\n\n# Part\n\n- [A](a.md)\n  - [Sub](a/sub.md)\n- [Later]()\n"
            ),
            ("src/intro.md", "# Intro"),
            ("src/a.md", "# A"),
            ("src/a/sub.md", "# Sub"),
        ]),
        [": Intro", "Part: A, Sub"]
    );
}

#[test]
fn pages_of_one_name_in_two_folders_are_two_lessons() {
    let mut files = Files::new();
    for (path, text) in [("a/index.md", "# A\n\n[[b/index]]"), ("b/index.md", "# B"), ("c.md", "[x](b/), [[A]]")] {
        files.insert(path, text.as_bytes().to_vec());
    }
    let course = Course::load("folder", files);
    let ids: Vec<&str> = course.lessons().map(|head| head.id.as_str()).collect();
    assert_eq!(ids, ["c", "a-index", "b-index"]);
    let texts = course.lessons().map(|head| plain::lesson(&course.read(head, &catalog()), "x")).collect::<String>();
    assert_eq!(texts.matches("[lesson b-index]").count(), 2, "{texts}");
    assert_eq!(texts.matches("[lesson a-index]").count(), 1, "{texts}");
}

#[test]
fn any_file_that_somebody_names_opens() {
    let mut files = Files::new();
    files.insert("notes.txt", &b"# Notes\n\n- one"[..]);
    let course = Course::load("notes.txt", files);
    assert_eq!(course.lessons().next().map(|head| head.title.as_str()), Some("Notes"));
}

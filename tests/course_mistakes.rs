//! Mistakes in lessons: Markdown in, `line:column: severity: message` out.

use std::sync::Arc;

use coldstart::catalog::Catalog;
use coldstart::course::check::check;
use coldstart::course::{Course, Files};

const HEAD: &str = "---\nid: mine\nprerequisites: []\n---\n";
const LAB: &str = "```lab id=l\n[functions.f]\nruntime = \"modelled\"\nmemory_mb = 512\n[functions.f.model]\ncpu = \"20ms\"\n[load]\nrps = 2\n[time]\nduration = \"1m\"\n[[actions]]\nkey = \"b\"\nlabel = \"B\"\nrun = \"load 2 burst\"\n```\n";

/// Everything said of a course of these files, without the file's name when there is one.
fn told(files: &[(&str, &str)]) -> Vec<String> {
    let mut all = Files::new();
    for (path, text) in files {
        all.insert(*path, text.as_bytes().to_vec());
    }
    let course = Course::load("course", all);
    let line = |finding: &coldstart::course::check::Finding| {
        let headline = finding.source.headline(&finding.problem);
        if files.len() == 1 { headline[headline.find(':').unwrap_or(0) + 1..].to_owned() } else { headline }
    };
    check(&course, &Arc::new(Catalog::embedded()), None).iter().map(line).collect()
}

/// What is said of a foreign lesson, of which less is asked than of ours.
#[track_caller]
fn lesson(markdown: &str, expected: &[&str]) {
    assert_eq!(told(&[("a.md", markdown)]), expected, "\n--- of\n{markdown}");
}

/// What is said of one of ours; its first line is number one here.
#[track_caller]
fn ours(body: &str, expected: &[&str]) {
    let told = told(&[("a.md", &format!("{HEAD}{body}"))]);
    let moved = |line: &String| {
        let (number, rest) = line.split_once(':').expect("a line");
        let number: i64 = number.parse().expect("a number");
        format!("{}:{rest}", number - 4)
    };
    let told: Vec<String> = told.iter().map(moved).filter(|line| !line.contains("asks for no prediction")).collect();
    assert_eq!(told, expected, "\n--- of\n{body}");
}

#[test]
fn links_and_pictures() {
    lesson("See [[nowhere]].", &["1:5: error: no lesson and no glossary term is called `nowhere`"]);
    lesson("[x](b.md)", &["1:1: error: `b.md` is not in the course folder"]);
    lesson("[x](../../etc/passwd)", &["1:1: error: `../../etc/passwd` leads out of the course folder"]);
    lesson("[x](javascript:alert)", &["1:1: error: links to `javascript:alert` are not followed"]);
    lesson("# Ab\n\n[x](#ac)", &["3:1: error: this lesson has no heading `#ac`"]);
    lesson("![](https://x.org/x.png)", &["1:1: error: this picture has no words"]);
}

#[test]
fn pictures_that_are_not_there() {
    let missing = "error: no picture: `x.png` is not in the course folder";
    lesson("![A bird](x.png \"Early\")", &[&format!("1:11: {missing}")]);
    lesson("# B\n\nA ![bird](x.png) and *one ![more](x.png)*.", &[&format!("3:11: {missing}")]);
    lesson("| a |\n|--|\n| ![bird](x.png) |", &[&format!("3:11: {missing}")]);
    lesson("![A bird](../x.png)", &["1:11: error: no picture: `../x.png` leads out of the course folder"]);
    lesson("![A bird](https://example.org/x.png)\n\n![Another](//example.org/x.png)", &[]);
    let mut files = Files::new();
    files.insert("lessons/a.md", b"![A bird](../x.png) [The same](x.png)".to_vec());
    files.note("x.png");
    let course = Course::load("course", files);
    assert_eq!(check(&course, &Arc::new(Catalog::embedded()), None), [], "a picture that is there and was not read");
}

#[test]
fn fences() {
    lesson("```js\n{{#include x.js}}\n```\n", &["2:1: error: cannot include: `x.js` is not in the course folder"]);
    let mut picture = Files::new();
    picture.insert("a.md", b"```js\n{{#include x.png}}\n```\n".to_vec());
    picture.note("x.png");
    let course = Course::load("course", picture);
    let said = check(&course, &Arc::new(Catalog::embedded()), None);
    assert_eq!(said[0].problem.message, "cannot include: `x.png` is no text");
    lesson("```js {3}\na\n```\n", &["1:4: warning: the line focus names line 3, but the code has 1"]);
    lesson("```lba id=x\n```\n", &["1:4: error: unknown directive `lba`"]);
    lesson(
        "```lab idd=x\n[functions.hello]\n```\n",
        &["1:4: error: this lab has no id", "1:8: error: unknown key of lab `idd`"],
    );
    lesson("> ```lab id=x\n> [functions.hello]\n> memroy_mb = 1\n> ```\n", &["3:3: error: unknown key `memroy_mb`"]);
    lesson(
        "- ```lab id=x\n  title = \"\\u001b[2J\"\n  [functions.hello]\n  ```\n",
        &["2:12: error: the control character U+001B cannot stand in a lesson"],
    );
    lesson("```event s4\n{}\n```\n", &["1:10: error: unknown event source `s4`"]);
    lesson("```event s3\n{\n  x\n}\n```\n", &["3:3: error: not JSON: key must be a string"]);
}

#[test]
fn predictions_and_challenges() {
    let with_lab = |fence: &str| format!("{LAB}\n{fence}");
    let at = |line: usize, rest: &str| format!("{}:{rest}", LAB.lines().count() + 1 + line);
    let case = |fence: &str, expected: &[(usize, &str)]| {
        let expected: Vec<String> = expected.iter().map(|(line, rest)| at(*line, rest)).collect();
        assert_eq!(told(&[("a.md", &with_lab(fence))]), expected, "\n--- of\n{fence}");
    };
    case("```predict lab=m\nprompt = \"?\"\nmetric = \"p99_ms\"\n```", &[(1, "12: error: unknown lab `m`")]);
    case("```predict lab=l\nprompt = \"?\"\nmetric = \"p99\"\n```", &[(3, "11: error: unknown metric `p99`")]);
    case(
        "```predict lab=l\nprompt = \"?\"\nmetric = \"p99_ms\"\nwindow = \"after:x\"\n```",
        &[(4, "10: error: no action of this lab has the key `x`")],
    );
    case(
        "```predict lab=l\nprompt = \"?\"\nmetric = \"p99_ms{fn=g}\"\nwindw = \"all\"\n```",
        &[(3, "10: error: unknown function `g`"), (4, "1: error: unknown key `windw`")],
    );
    case(
        "```challenge id=c lab=l\ngoal = [\"p99_ms <\"]\n```",
        &[(2, "18: error: the number to compare with is missing")],
    );
}

#[test]
fn challenges_keep_their_word() {
    let challenge = |rest: &str| format!("{LAB}```challenge id=c lab=l\ngoal = [\"p50_ms < 50\"]\n{rest}\n```\n");
    let told = |rest: &str| {
        let told = told(&[("a.md", &challenge(rest))]);
        told.iter()
            .map(|line| line.split_once(": ").map_or(line.clone(), |(_, rest)| rest.to_owned()))
            .collect::<Vec<_>>()
    };
    let good = "[solution]\n\"functions.f.memory_mb\" = 2048\n[[wrong]]\nname = \"w\"\nset = { \"functions.f.memory_mb\" = 520 }\n";
    assert_eq!(told(good), Vec::<String>::new());
    let missed = told(&good.replace("2048", "600"));
    assert!(
        missed[0].starts_with("error: the solution of `c` misses `p50_ms < 50` on seed 1: it came to 59.0 ms"),
        "{missed:?}"
    );
    let wrong = told(&good.replace("520", "3008"));
    assert!(
        wrong[0].starts_with("error: the wrong fix \"w\" reaches the goal of `c`: `p50_ms < 50`, it came to "),
        "{wrong:?}"
    );
    assert!(wrong[0].ends_with(" ms") && wrong.len() == 1, "{wrong:?}");
    let start = told(&format!("[start]\n\"functions.f.memory_mb\" = 3008\n{good}"));
    assert!(
        start[0].starts_with("error: the start of `c` reaches the goal already: `p50_ms < 50`, it came to "),
        "{start:?}"
    );
    assert_eq!(told(""), ["warning: `c` is unproven: it has no solution", "warning: `c` names no wrong fix"]);
    assert_eq!(
        told(&good.replace("memory_mb\" = 2048", "memroy_mb\" = 2048")),
        ["error: unknown setting `functions.f.memroy_mb`"]
    );
}

#[test]
fn habits_of_good_lessons() {
    ours("# A\n\n### C\n", &["3:1: warning: a heading of level 3 after one of level 1"]);
    ours("> [!TIP]\n> a\n\n> [!TIP]\n> b\n\n> [!TIP]\n> c\n", &["7:1: warning: more than two callouts in a row"]);
    ours(&"Word after word.\n\n".repeat(13), &["23:1: warning: more than 22 lines of prose on one page at 80 columns"]);
    let row = "x".repeat(60);
    ours(
        &format!("|{row}|{row}|\n|-|-|\n|1|2|\n"),
        &["1:1: warning: this table is 122 columns wide; 100 fit a screen"],
    );
    ours(
        "A million requests cost $0.20, at most 15 minutes each.",
        &[
            "1:25: warning: `$0.20` is `lambda.requests_per_million`, typed as digits",
            "1:40: warning: `15 minutes` is `lambda.timeout_max_s`, typed as digits",
        ],
    );
    ours("A tram costs $3.10 and takes 12 minutes, `$0.20`, {= 15 } minutes.", &[]);
    assert_eq!(told(&[("a.md", HEAD)])[0], "1:1: warning: the lesson `mine` asks for no prediction");
}

#[test]
fn lessons_that_are_not_listed() {
    assert_eq!(
        told(&[("SUMMARY.md", "- [A](a.md)\n"), ("a.md", "# A\n"), ("b.md", "# B\n")]),
        ["SUMMARY.md:1:12: warning: the lesson `b.md` is not listed",]
    );
}

#[test]
fn lessons_of_one_course() {
    let needs = |id: &str, needs: &str| {
        format!(
            "---\nid: {id}\nprerequisites: [{needs}]\n---\n{LAB}\n```predict lab=l\nprompt = \"?\"\nmetric = \"p99_ms\"\n```\n"
        )
    };
    assert_eq!(
        told(&[("a.md", &needs("one", "two")), ("b.md", &needs("two", "one"))]),
        [
            "a.md:3:17: error: this lesson needs itself: one → two → one",
            "b.md:3:17: error: this lesson needs itself: two → one → two",
        ]
    );
    assert_eq!(
        told(&[("a.md", &needs("one", "tow")), ("b.md", &needs("two", ""))]),
        ["a.md:3:17: error: unknown prerequisite `tow`"]
    );
    assert_eq!(
        told(&[("a.md", &needs("one", "")), ("b.md", &needs("one", ""))]),
        ["b.md:2:1: error: the lesson id `one` is taken in a.md:2"]
    );
    assert_eq!(
        told(&[("SUMMARY.md", "- [A](lessons/b.md)\n"), ("lessons/a.md", &needs("one", ""))]),
        ["SUMMARY.md:1:3: error: `lessons/b.md` is no lesson of this course, or is listed twice",]
    );
    assert_eq!(
        told(&[("a.md", &format!("{}\n[[two#nope]]\n", needs("one", ""))), ("b.md", &needs("two", ""))]),
        ["a.md:26:1: error: the lesson `two` has no heading `#nope`",]
    );
}

#[test]
fn what_is_never_closed() {
    lesson("# A\n\n```js\na\n\nMore words.\n", &["3:1: error: this fence is never closed"]);
    lesson("- ~~~~\n  a\n  ~~~\n", &["1:3: error: this fence is never closed"]);
    lesson("> ````\n> ```\n> ````\n\n    ```\n    indented\n", &[]);
    lesson(
        "```lab id=x\n[functions.hello]\n\n# Words\n\nMore.\n\n> ```js\n> x\n",
        &["1:1: error: this fence is never closed"],
    );
    lesson("a\n\n<!-- pause\n\nb\n", &["3:1: warning: this comment is never closed and hides what follows"]);
    lesson("---\ntitle: A\n\n# B\n", &["1:1: warning: the front matter is never closed and is read as text"]);
}

#[test]
fn broken_front_matter() {
    let yaml = |front: &str| told(&[("a.md", &format!("---\n{front}---\n# A\n"))]);
    for (front, place) in [
        ("title: \"Not closed\norder: 1\n", "2:1: warning: "),
        ("title: A\nsummary: b: c\norder: 1\n", "3:1: warning: "),
        ("title: A\ntags: [a,\n  b]\nsummary: b: c\norder: 1\n", "5:1: warning: "),
        ("title: A\nid: mine\nsummary: b: c\n", "4:1: error: "),
    ] {
        let said = yaml(front);
        let found = said.iter().find(|line| line.contains("not YAML")).expect("a problem");
        assert!(found.starts_with(place), "{said:?}");
        assert!(!found.contains(" line ") && !found.contains("column"), "{found}");
    }
}

#[test]
fn questions_that_share_an_id() {
    let question = |id: &str| {
        format!(
            "[[questions]]\nid = \"{id}\"\ntype = \"ShortAnswer\"\nprompt.prompt = \"a?\"\nanswer.answer = \"a\"\ncontext = \"a\"\n"
        )
    };
    let twice = format!("```quiz id=q\n{}{}```\n", question("a"), question("a"));
    lesson(&twice, &["9:6: error: the question id `a` is taken in a.md:3"]);
    let quiz = |id: &str| format!("```quiz id={id}\n{}```\n", question("a"));
    assert_eq!(
        told(&[("a.md", &quiz("p")), ("b.md", &quiz("q"))]),
        ["b.md:3:6: error: the question id `a` is taken in a.md:3"]
    );
    let broken = format!("# A\n\n```quiz id=q\ntitle = \"x\"\nwords = = 3\n{}```\n", question("a"));
    let said = told(&[("a.md", &broken)]);
    assert!(
        said.iter().any(|line| line.starts_with("5:9: error: extra `=`"))
            && !said.iter().any(|line| line.contains("no questions")),
        "{said:?}"
    );
    let from_file = "```quiz id=q\n{{#quiz quizzes/one.toml}}\n```\n";
    assert_eq!(told(&[("a.md", from_file), ("quizzes/one.toml", &question("a"))]), Vec::<String>::new());
}

#[test]
fn names_that_exist() {
    let front = |services: &str| format!("---\nid: mine\nservices: [{services}]\n---\n# A\n");
    let said = told(&[("a.md", &front("lambda, dynamdb"))]);
    assert!(said.contains(&"3:20: error: unknown service `dynamdb`".to_owned()), "{said:?}");
    lesson("```event s3\n[1]\n```\n", &["2:1: error: an event is a JSON object"]);
    lesson("![alt text](https://x.org/x.png)", &["1:1: error: this picture has no words"]);
    lesson("A[^one].\n\n[^two]: b\n", &["1:2: warning: there is no footnote `one`"]);
    let shadow = LAB.replace("key = \"b\"", "key = \"q\"");
    lesson(&shadow, &["12:7: error: the key `q` is the program's own"]);
    let terms = "# Words\n\n## Cold start\n\na\n\n## Cold starts\n\nb\n";
    assert_eq!(
        told(&[("a.md", "# A\n"), ("glossary.md", terms)]),
        ["glossary.md:7:1: error: the term `Cold starts` is explained in line 3 already"]
    );
    let fixed = format!("{LAB}\n```challenge id=c lab=l\ngoal = [\"p50_ms < 50\"]\nfixed = [\"nonsense\"]\n```\n");
    let said = told(&[("a.md", &fixed)]);
    assert!(said.iter().any(|line| line.ends_with("error: unknown setting `nonsense`")), "{said:?}");
}

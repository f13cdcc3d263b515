//! A document of each dialect, page by page, as a person sees it.

use coldstart::course::{Files, Library};

use super::person::Person;

/// One document each; the book is a folder.
const SAMPLES: [&str; 9] = [
    "github.md",
    "docusaurus.mdx",
    "obsidian.md",
    "jekyll.md",
    "mkdocs.md",
    "hugo.md",
    "slidev.md",
    "presenterm.md",
    "plain.txt",
];

fn sample(path: &str) -> Vec<u8> {
    let path = format!("{}/tests/data/dialects/{path}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).expect(&path)
}

fn opened(name: &str) -> Library {
    let mut files = Files::new();
    files.insert(name, sample(name));
    Library::from_files(name, files)
}

fn book() -> Library {
    let mut files = Files::new();
    for path in [
        "events/ship.json",
        "book.toml",
        "src/SUMMARY.md",
        "src/foreword.md",
        "src/events.md",
        "src/events/retries.md",
        "src/afterword.md",
    ] {
        files.insert(path, sample(&format!("mdbook/{path}")));
    }
    Library::from_files("mdbook", files)
}

/// Every page of a lesson in a window that is high enough for all of it.
fn pages(library: &Library, lesson: &str, columns: u16) -> String {
    let count = library.find(lesson).map_or(0, |(course, head)| {
        let catalog = std::sync::Arc::new(coldstart::catalog::Catalog::embedded());
        course.read(head, &catalog).pages.len()
    });
    let page = |number| Person::with_library(columns, 70, library.clone()).opens(lesson, number).reads();
    let shown: Vec<String> = (1..=count).map(page).map(|screen| without_empty_rows(&screen)).collect();
    shown.join("\n~\n")
}

fn without_empty_rows(screen: &str) -> String {
    let mut rows: Vec<&str> = Vec::new();
    for row in screen.lines() {
        if !(row.trim().is_empty() && rows.last().is_none_or(|last| last.trim().is_empty())) {
            rows.push(row);
        }
    }
    rows.join("\n")
}

fn check(name: &str, library: &Library, lesson: &str) {
    for columns in [80, 120] {
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("dialect-{name}-{columns}"), pages(library, lesson, columns));
        });
    }
}

#[test]
fn every_dialect_reads_well() {
    for name in SAMPLES {
        assert!(sample(name).split(|byte| *byte == b'\n').count() > 60, "{name} is too short to be a sample");
        let library = opened(name);
        let lesson = library.main().and_then(|course| course.lessons().next()).expect("a lesson").id.clone();
        let stem = name.split('.').next().unwrap_or(name);
        check(stem, &library, &lesson);
    }
}

#[test]
fn a_book_reads_well() {
    let library = book();
    let course = library.main().expect("the book");
    assert_eq!(course.title, "The lighthouse book");
    let titles: Vec<&str> = course.lessons().map(|head| head.title.as_str()).collect();
    assert_eq!(titles, ["Foreword", "Something happens", "Again and again", "Afterword"]);
    check("mdbook", &library, "events");
}

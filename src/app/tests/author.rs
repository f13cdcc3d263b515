//! An author at work: the course is saved while it is open.

use super::*;
use crate::course::check::check_text;

const LAB: &str = "```lab id=one\n[functions.f]\nruntime = \"modelled\"\nmemory_mb = 512\n[functions.f.model]\ncpu = 5\n[load]\nrps = 5\n[time]\nduration = \"20m\"\nspeed = 10\n```\n";

fn course(lesson: &str) -> Library {
    let mut files = Files::new();
    files.insert("lesson.md", lesson.as_bytes().to_vec());
    files.insert("other.md", b"# Other\n".to_vec());
    Library::from_files("course", files)
}

fn author(lesson: &str) -> Session {
    session_with(course(lesson), Progress::default(), None).goes_to("lesson")
}

impl Session {
    /// The file is saved with this text.
    fn saves(mut self, lesson: &str) -> Self {
        let library = course(lesson);
        let findings = check_text(&library.courses[0], &self.app.catalog.clone(), None);
        self.send(Msg::Reloaded(Arc::new(library)));
        self.send(Msg::Checked(findings, false));
        self
    }

    fn says(&self) -> &str {
        self.app.status.as_ref().map_or("", |status| &status.text)
    }
}

#[test]
fn a_save_keeps_page_scroll_and_the_running_lab() {
    let text = format!("# One\n\nWords.\n\n<!-- pagebreak -->\n\n## Two\n\n{LAB}\n<!-- pagebreak -->\n\n## Three\n");
    let mut author = author(&text).press("n space").frames(10);
    author.app.measured([(Region::Page, Extent { content: 90, view: 20 })].into());
    author.app.scrolls.to(Region::Page, 7);
    let (now, hash) = (author.bench().now(), author.bench().journal_hash());
    assert!(now > crate::units::Moment::START && author.bench().pace.is_moving());
    let author = author.saves(&text.replace("Words.", "More words.\n\n<!-- pagebreak -->\n\n## A page in between"));
    assert_eq!(author.study().page().title, "Two", "the page of the same name");
    assert_eq!((author.study().page, author.app.scroll(&Region::Page)), (2, 7));
    assert_eq!((author.bench().now(), author.bench().journal_hash()), (now, hash));
    assert!(author.bench().pace.is_moving());
    assert_eq!(author.says(), "saved: this is how it reads now");
    let author = author.saves(&text.replace("## Two", "## Second"));
    assert_eq!(author.study().page, 2, "a page with another name stays in its place");
}

#[test]
fn a_lab_starts_afresh_only_when_its_own_text_changed_and_says_so() {
    let text = format!("# One\n\n{LAB}\nWords.\n");
    let author = author(&text).press("space").frames(10);
    let author = author.saves(&text.replace("Words", "Other words"));
    assert!(author.bench().has_begun());
    let author = author.saves(&text.replace("rps = 5", "rps = 50"));
    assert!(!author.bench().has_begun());
    assert_eq!(author.bench().current_spec().load.rps, 50.0);
    assert_eq!(author.says(), "saved: the lab `one` changed and starts afresh");
    let author = author.saves("# One\n\nNothing here.\n");
    assert!(author.app.bench().is_none());
}

#[test]
fn an_answer_in_hand_outlives_a_save_elsewhere() {
    let ask = "```predict lab=one id=g\nprompt = \"How many?\"\nmetric = \"cold_starts\"\n```\n";
    let text = format!("# One\n\n{LAB}\n{ask}\nWords.\n");
    let author = author(&text).press("4 2").saves(&text.replace("Words", "Other words"));
    let Card::Predict(card) = author.card("g") else { panic!("a prediction") };
    assert!(format!("{card:?}").contains("42"), "{card:?}");
    let author = author.saves(&text.replace("How many?", "How many, then?"));
    let Card::Predict(card) = author.card("g") else { panic!("a prediction") };
    assert!(!format!("{card:?}").contains("42") && card.predict.prompt == "How many, then?");
}

#[test]
fn a_lesson_that_is_gone_leads_home() {
    let mut files = Files::new();
    files.insert("other.md", b"# Other\n".to_vec());
    let mut author = author("# One\n");
    author.send(Msg::Reloaded(Arc::new(Library::from_files("course", files))));
    assert!(author.app.home().is_some());
    assert_eq!(author.says(), "lesson.md is no longer in the course");
}

#[test]
fn problems_are_listed_with_their_places_and_lead_to_their_pages() {
    let broken = "# One\n\n<!-- pagebreak -->\n\n## Two\n\n[x](nowhere.md)\n\n![A bird](bird.png)\n";
    let author = author("# One\n").saves(broken);
    assert_eq!(author.app.problems.as_ref().and_then(Problems::summary).as_deref(), Some("2 errors"));
    let author = author.press("!");
    let Some(Overlay::Problems(picker)) = &author.app.overlay else { panic!("a list") };
    let rows: Vec<&str> = picker.rows.iter().map(|row| row.text.as_str()).collect();
    assert_eq!(rows[0], "lesson.md:7:1: error: `nowhere.md` is not in the course folder");
    assert_eq!(author.asked, [Effect::Check], "the challenges are played once somebody looks");
    let author = author.press("e");
    assert_eq!(author.asked.last(), Some(&Effect::Edit { file: "lesson.md".to_owned(), line: 7, column: 1 }));
    let author = author.press("enter");
    assert_eq!(author.at(), ("lesson".to_owned(), 1));
    assert!(author.says().starts_with("`nowhere.md` is not in the course folder"), "{}", author.says());
    let author = author.press("ctrl-e");
    assert_eq!(author.asked.last(), Some(&Effect::Edit { file: "lesson.md".to_owned(), line: 5, column: 1 }));
}

#[test]
fn the_list_follows_a_save_and_the_course_inside_the_program_has_none() {
    let author =
        author("# One\n").saves("# One\n\n[x](a.md)\n\n[y](b.md)\n").press("! down").saves("# One\n\n[x](a.md)\n");
    let Some(Overlay::Problems(picker)) = &author.app.overlay else { panic!("a list") };
    assert_eq!((picker.rows.len(), picker.selected), (1, 0));
    assert_eq!(author.asked, [Effect::Check, Effect::Check]);
    let reader = session("cold-starts").press("!");
    assert!(reader.app.overlay.is_none() && reader.asked.is_empty());
}

//! What a large Markdown file costs: to read, to paint for the first time, to scroll: `cargo bench --bench reading`.
//! Prints figures beside the goals; judges nothing, because machines are noisy.

use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use coldstart::app::{App, Depth, Effect, Glyphs, Key, LessonRead, Looks, Msg, Opening, Theme, update};
use coldstart::catalog::Catalog;
use coldstart::course::{Files, Library};
use coldstart::quiz::Progress;
use coldstart::ui::View;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

const MEGABYTES: usize = 10;
const COLUMNS: u16 = 120;
const ROWS: u16 = 36;
const FRAMES: usize = 300;

/// A kind of file, and what writes its next part.
type Kind = (&'static str, fn(&mut String, usize));

/// What people have in files of this size, each kind alone, because each has its own way to be slow.
const KINDS: [Kind; 7] = [
    ("a book of chapters", chapter),
    ("one list", |text, n| {
        let _ = writeln!(text, "- item {n} with [a link](https://example.com/{n}) and *some* words to fill its line");
    }),
    ("one table", |text, n| {
        if n == 0 {
            text.push_str("| number | words | more |\n|---:|---|---|\n");
        }
        let _ = writeln!(text, "| {n} | some words about {n} | and `more` of them |");
    }),
    ("one code block", |text, n| {
        if n == 0 {
            text.push_str("```js\n");
        }
        let _ = writeln!(text, "const line{n} = await fetch(\"https://example.com/{n}\"); // a line of code");
    }),
    ("one paragraph on many lines", |text, n| {
        let _ = writeln!(text, "Line {n} of a paragraph that never ends, with **some** marks and a few more words.");
    }),
    ("one line", |text, n| {
        let _ = write!(text, "word{n} and the next, ");
    }),
    ("headings without number", |text, n| {
        let _ = writeln!(text, "## Heading {n}\n\nText below it.\n");
    }),
];

fn chapter(text: &mut String, n: usize) {
    let _ = writeln!(
        text,
        "## Chapter {n}\n\nA function is *cold* when no environment waits for it, see [the guide](https://example.com/{n}).\n\
         It has **three** phases; `init` is the longest, and what a learner feels is their sum.\n\n\
         - first, the provider finds a place\n- then the runtime starts\n  - and your code with it\n- at last the handler runs\n\n\
         > Somebody said something about {n} that is worth a quote of its own.\n\n\
         | phase | ms |\n|---|---:|\n| place | {n} |\n| init | 300 |\n\n\
         ```js\nexport const handler = async (event) => {{\n  return event.n + {n};\n}};\n```\n"
    );
}

fn main() {
    println!("{MEGABYTES} MB of Markdown on a screen of {COLUMNS}x{ROWS}; goals: open in 200 ms, a frame in 16.6 ms");
    println!(
        "{:<30} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9}",
        "file", "open", "paint", "whole", "taken in", "line", "worst", "page", "end", "memory"
    );
    for (name, write) in KINDS {
        measure(name, &file(write));
    }
}

fn file(write: fn(&mut String, usize)) -> String {
    let mut text = String::with_capacity(MEGABYTES << 20);
    let mut n = 0;
    while text.len() < MEGABYTES << 20 {
        write(&mut text, n);
        n += 1;
    }
    text
}

fn measure(name: &str, text: &str) {
    let before = resident();
    let mut files = Files::new();
    files.insert("big.md", text.as_bytes().to_vec());
    let catalog = Arc::new(Catalog::embedded());
    let began = Instant::now();
    let library = Library::from_files("big", files);
    let mut app = App::new(Opening {
        library: Arc::new(library),
        catalog,
        progress: Progress::default(),
        looks: Looks {
            theme: Theme::named("dark", Depth::True).expect("a theme"),
            glyphs: Glyphs::new(false),
            depth: Depth::True,
        },
        seed: None,
        size: (COLUMNS, ROWS),
    });
    let asked = app.open_lesson("big").expect("the lesson");
    let open = began.elapsed();
    let mut screen = Screen { view: View::default(), buffer: Buffer::empty(Rect::new(0, 0, COLUMNS, ROWS)) };
    let paint = screen.draw(&mut app);
    // What the program does on a thread of its own while the first page is read.
    let (whole, taken) = read_rest(&mut app, asked, &mut screen);
    let key = |name: &str| Msg::Key(Key::parse(name).expect("a key"));
    let mut lines: Vec<Duration> = (0..FRAMES).map(|_| screen.after(&mut app, key("down"))).collect();
    lines.sort();
    let page = (0..20).map(|_| screen.after(&mut app, key("pgdn"))).max().unwrap_or_default();
    let end = screen.after(&mut app, key("end"));
    let figures = [open, paint, whole, taken, lines[FRAMES / 2], lines[FRAMES - 1], page, end];
    let figures: Vec<String> = figures.iter().map(|time| format!("{:>6.2} ms", time.as_secs_f64() * 1e3)).collect();
    println!("{name:<30} {} {:>6.0} MB", figures.join(" "), (resident() - before).max(0.0));
}

fn read_rest(app: &mut App, asked: Vec<Effect>, screen: &mut Screen) -> (Duration, Duration) {
    for effect in asked {
        if let Effect::ReadLesson { course, lesson } = effect {
            let began = Instant::now();
            let read = app.library.courses[course].open(&lesson, &app.catalog).expect("the lesson");
            let whole = began.elapsed();
            return (whole, screen.after(app, Msg::LessonRead(LessonRead { course, lesson: Arc::new(read) })));
        }
    }
    (Duration::ZERO, Duration::ZERO)
}

struct Screen {
    view: View,
    buffer: Buffer,
}

impl Screen {
    fn draw(&mut self, app: &mut App) -> Duration {
        let began = Instant::now();
        self.buffer.reset();
        let drawn = self.view.draw_into(app, Rect::new(0, 0, COLUMNS, ROWS), &mut self.buffer);
        app.measured(drawn.extents);
        if let Some((region, row)) = drawn.moved {
            app.scrolls.to(region, row);
        }
        app.seen(drawn.seen);
        app.drawn();
        began.elapsed()
    }

    fn after(&mut self, app: &mut App, msg: Msg) -> Duration {
        let began = Instant::now();
        black_box(update(app, msg));
        self.draw(app);
        began.elapsed()
    }
}

/// Megabytes of this process in memory; zero where the system does not tell.
fn resident() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}

//! Sequences: who says what to whom, from top to bottom.

use super::canvas::{Canvas, Ink, Stroke};
use super::label;
use crate::ui::text;

/// More people than this stand beside each other on no terminal.
const PEOPLE_MAX: usize = 12;
/// Columns of a line of words before they are wrapped.
const WORDS: usize = 34;

#[derive(Default)]
struct Sequence {
    /// How they are written, and what they are called.
    people: Vec<(String, Vec<String>)>,
    events: Vec<Event>,
    /// Frames that are open.
    open: usize,
    numbered: bool,
}

enum Event {
    Message {
        from: usize,
        to: usize,
        words: Vec<String>,
        stroke: Stroke,
        head: &'static [&'static str; 2],
    },
    /// Words over some of them, or beside one.
    Note {
        over: (usize, usize),
        side: Side,
        words: Vec<String>,
    },
    /// A line across: a frame begins, goes on, or ends.
    Across(String),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Over,
    Left,
    Right,
}

/// What stands at the end of a message, to the right and to the left.
const FULL: [&str; 2] = ["▶", "◀"];
const OPEN: [&str; 2] = [">", "<"];
const LOST: [&str; 2] = ["×", "×"];
const NONE: [&str; 2] = ["─", "─"];

/// The ways to write a message, longest first.
const ARROWS: [(&str, Stroke, &[&str; 2]); 8] = [
    ("-->>", Stroke::Dotted, &FULL),
    ("->>", Stroke::Thin, &FULL),
    ("--x", Stroke::Dotted, &LOST),
    ("-x", Stroke::Thin, &LOST),
    ("--)", Stroke::Dotted, &OPEN),
    ("-)", Stroke::Thin, &OPEN),
    ("-->", Stroke::Dotted, &NONE),
    ("->", Stroke::Thin, &NONE),
];

pub(super) fn draw(lines: &[&str]) -> Option<Canvas> {
    let mut sequence = Sequence::default();
    for line in lines {
        sequence.read(line)?;
    }
    (!sequence.people.is_empty() && sequence.people.len() <= PEOPLE_MAX && sequence.open == 0).then(|| sequence.draw())
}

impl Sequence {
    fn read(&mut self, line: &str) -> Option<()> {
        let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let rest = rest.trim();
        match word {
            "participant" | "actor" => {
                let (id, name) = rest.split_once(" as ").unwrap_or((rest, rest));
                let place = self.person(id.trim())?;
                self.people[place].1 = wrapped(&label(name));
            }
            "activate" | "deactivate" => {}
            "autonumber" => self.numbered = true,
            "Note" | "note" => return self.note(rest),
            "loop" | "alt" | "opt" | "par" | "critical" | "break" => {
                self.open += 1;
                self.events.push(Event::Across(format!("{word} {}", label(rest)).trim().to_owned()));
            }
            "else" | "and" | "option" if self.open > 0 => {
                self.events.push(Event::Across(format!("{word} {}", label(rest)).trim().to_owned()));
            }
            "end" if self.open > 0 => {
                self.open -= 1;
                self.events.push(Event::Across("end".to_owned()));
            }
            _ => return self.message(line),
        }
        Some(())
    }

    /// `Alice->>+Bob: words`
    fn message(&mut self, line: &str) -> Option<()> {
        let (head, words) = line.split_once(':')?;
        let (at, (arrow, stroke, end)) = ARROWS
            .iter()
            .filter_map(|known| Some((head.find(known.0)?, *known)))
            .min_by_key(|(at, known)| (*at, std::cmp::Reverse(known.0.len())))?;
        let from = self.person(head[..at].trim())?;
        let to = self.person(head[at + arrow.len()..].trim().trim_start_matches(['+', '-']).trim())?;
        let mut words = label(words);
        if self.numbered {
            let count = self.events.iter().filter(|event| matches!(event, Event::Message { .. })).count();
            words = format!("{} {words}", count + 1);
        }
        self.events.push(Event::Message { from, to, words: wrapped(&words), stroke, head: end });
        Some(())
    }

    /// `Note right of Bob: words`, `Note over Alice,Bob: words`
    fn note(&mut self, rest: &str) -> Option<()> {
        let (place, words) = rest.split_once(':')?;
        let (side, people) = if let Some(people) = place.strip_prefix("right of ") {
            (Side::Right, people)
        } else if let Some(people) = place.strip_prefix("left of ") {
            (Side::Left, people)
        } else {
            (Side::Over, place.strip_prefix("over ")?)
        };
        let mut places = Vec::new();
        for id in people.split(',') {
            places.push(self.person(id.trim())?);
        }
        let over = (*places.iter().min()?, *places.iter().max()?);
        self.events.push(Event::Note { over, side, words: wrapped(&label(words)) });
        Some(())
    }

    /// Somebody by how they are written; new ones come last.
    fn person(&mut self, id: &str) -> Option<usize> {
        if id.is_empty() || id.contains(['>', ':', ';']) {
            return None;
        }
        let known = self.people.iter().position(|(known, _)| known == id);
        Some(known.unwrap_or_else(|| {
            self.people.push((id.to_owned(), wrapped(id)));
            self.people.len() - 1
        }))
    }

    /// The column of each lifeline: as far apart as names and words between neighbours ask for.
    fn columns(&self) -> Vec<usize> {
        let name = |place: usize| widest(&self.people[place].1) + 4;
        let count = self.people.len();
        let mut gaps: Vec<usize> =
            (1..count).map(|place| name(place - 1).div_ceil(2) + name(place).div_ceil(2) + 1).collect();
        let mut first = name(0) / 2;
        for event in &self.events {
            let (low, high, room) = match event {
                Event::Message { from, to, words, .. } if from == to => (*from, from + 1, widest(words) + 8),
                Event::Message { from, to, words, .. } => (*from.min(to), *from.max(to), widest(words) + 4),
                Event::Note { over, side: Side::Over, words } if over.0 < over.1 => (over.0, over.1, widest(words) + 2),
                Event::Note { over, side: Side::Over, words } => {
                    let half = (widest(words) + 4).div_ceil(2) + 1;
                    if over.0 == 0 {
                        first = first.max(half);
                    } else {
                        gaps[over.0 - 1] = gaps[over.0 - 1].max(half);
                    }
                    (over.0, over.0 + 1, half)
                }
                Event::Note { over, side: Side::Right, words } => (over.0, over.0 + 1, widest(words) + 6),
                Event::Note { over, words, .. } if over.0 == 0 => {
                    first = first.max(widest(words) + 6);
                    continue;
                }
                Event::Note { over, words, .. } => (over.0 - 1, over.0, widest(words) + 6),
                Event::Across(_) => continue,
            };
            let high = high.min(count - 1);
            let have: usize = gaps[low.min(high)..high].iter().sum();
            if have < room && high > low {
                let each = (room - have).div_ceil(high - low);
                gaps[low..high].iter_mut().for_each(|gap| *gap += each);
            }
        }
        let mut at = first;
        let mut columns = vec![at];
        for gap in gaps {
            at += gap;
            columns.push(at);
        }
        columns
    }

    fn draw(&self) -> Canvas {
        let columns = self.columns();
        let mut canvas = Canvas::default();
        let tall = self.people.iter().map(|(_, name)| name.len()).max().unwrap_or(1) + 2;
        let mut y = tall;
        let rows: usize = self.events.iter().map(height).sum();
        for column in &columns {
            canvas.line((*column, tall - 1), (*column, tall + rows), Stroke::Thin);
        }
        for ((_, name), column) in self.people.iter().zip(&columns) {
            let width = widest(name) + 4;
            let x = column.saturating_sub(width / 2);
            canvas.frame(x, tall - name.len() - 2, (width, name.len() + 2), ["┌", "┐", "┘", "└"]);
            for (line, words) in name.iter().enumerate() {
                let left = (width - 4 - text::width(words)) / 2;
                canvas.write(x + 2 + left, tall - name.len() - 1 + line, words, Ink::Words);
            }
            canvas.line((*column, tall - 1), (*column, tall), Stroke::Thin);
        }
        let end = columns.last().copied().unwrap_or(0) + widest(&self.people[self.people.len() - 1].1) / 2 + 2;
        for event in &self.events {
            match event {
                Event::Message { from, to, words, stroke, head } if from == to => {
                    to_oneself(&mut canvas, columns[*from], y, words, *stroke, head);
                }
                Event::Message { from, to, words, stroke, head } => {
                    message(&mut canvas, (columns[*from], columns[*to]), y, words, *stroke, head);
                }
                Event::Note { over, side, words } => {
                    note(&mut canvas, (columns[over.0], columns[over.1]), *side, y, words);
                }
                Event::Across(words) => {
                    for x in 0..=end {
                        if canvas.is_free(x, y) {
                            canvas.put(x, y, "┄", Ink::Line);
                        }
                    }
                    canvas.write(1, y, &format!(" {words} "), Ink::Label);
                }
            }
            y += height(event);
        }
        canvas
    }
}

/// Rows of an event, the empty one below it included.
fn height(event: &Event) -> usize {
    match event {
        Event::Message { from, to, words, .. } if from == to => words.len().max(2) + 1,
        Event::Message { words, .. } => words.len() + 2,
        Event::Note { words, .. } => words.len() + 3,
        Event::Across(_) => 2,
    }
}

fn message(
    canvas: &mut Canvas,
    (from, to): (usize, usize),
    y: usize,
    words: &[String],
    stroke: Stroke,
    head: &[&str; 2],
) {
    let (left, right) = (from.min(to), from.max(to));
    for (line, words) in words.iter().enumerate() {
        let free = (right - left).saturating_sub(text::width(words) + 1);
        canvas.write(left + 1 + free / 2, y + line, words, Ink::Label);
    }
    let y = y + words.len();
    let shaft = match stroke {
        Stroke::Dotted => "┄",
        _ => "─",
    };
    for x in left + 1..right {
        canvas.put(x, y, shaft, Ink::Line);
    }
    let (x, glyph) = if from < to { (right - 1, head[0]) } else { (left + 1, head[1]) };
    canvas.put(x, y, glyph, Ink::Arrow);
}

fn to_oneself(canvas: &mut Canvas, x: usize, y: usize, words: &[String], stroke: Stroke, head: &[&str; 2]) {
    canvas.line((x, y), (x + 3, y), stroke);
    canvas.line((x + 3, y), (x + 3, y + 1), stroke);
    canvas.line((x + 1, y + 1), (x + 3, y + 1), stroke);
    canvas.put(x + 1, y + 1, head[1], Ink::Arrow);
    for (line, words) in words.iter().enumerate() {
        canvas.write(x + 5, y + line, words, Ink::Label);
    }
}

fn note(canvas: &mut Canvas, (left, right): (usize, usize), side: Side, y: usize, words: &[String]) {
    let least = widest(words) + 4;
    let (x, width) = match side {
        Side::Right => (left + 2, least),
        Side::Left => (left.saturating_sub(least + 1), least),
        Side::Over => {
            let width = least.max(right - left + 3);
            (left.midpoint(right).saturating_sub(width / 2), width)
        }
    };
    canvas.frame(x, y, (width, words.len() + 2), ["╭", "╮", "╯", "╰"]);
    for (line, words) in words.iter().enumerate() {
        canvas.write(x + 2, y + 1 + line, words, Ink::Words);
    }
}

fn widest(lines: &[String]) -> usize {
    lines.iter().map(|line| text::width(line)).max().unwrap_or(0)
}

fn wrapped(words: &str) -> Vec<String> {
    words.lines().flat_map(|line| text::wrap_plain(&text::printable(line.trim()), WORDS)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::drawn;

    #[test]
    fn a_request_and_its_answer() {
        let words = "sequenceDiagram\n  participant C as Client\n  participant L as Lambda\n  C->>+L: POST /order\n  L->>L: INIT\n  \
                     L-)Queue: order\n  Note right of Queue: kept 4 days\n  L-->>-C: 202 Accepted\n";
        insta::assert_snapshot!(drawn(words, 80));
    }

    #[test]
    fn frames_and_notes_lie_across() {
        let words = "sequenceDiagram\nA->>B: try\nalt it works\nB-->>A: done\nelse it fails\nB--xA: error\nend\nNote over A,B: both know";
        insta::assert_snapshot!(drawn(words, 80));
    }
}

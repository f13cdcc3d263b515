//! Flowcharts: nodes, and arrows between them.

use super::canvas::{Canvas, Ink, Stroke};
use super::label;
use super::layers::{self, Link, Size};
use crate::ui::text;

/// Columns after which the words of a node are wrapped.
const WORDS: usize = 26;
/// More nodes are a map that no terminal shows.
const NODES_MAX: usize = 120;

/// Which way the arrows go.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Way {
    sideways: bool,
    backwards: bool,
}

struct Node {
    id: String,
    lines: Vec<String>,
    corners: [&'static str; 4],
}

struct Edge {
    from: usize,
    to: usize,
    label: Vec<String>,
    stroke: Stroke,
    /// What stands at the start and at the end.
    heads: (Head, Head),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Head {
    None,
    Arrow,
    Circle,
    Cross,
}

#[derive(Default)]
struct Chart {
    nodes: Vec<Node>,
    edges: Vec<Edge>,
}

const SQUARE: [&str; 4] = ["┌", "┐", "┘", "└"];
const ROUND: [&str; 4] = ["╭", "╮", "╯", "╰"];
const SLANTED: [&str; 4] = ["╱", "╲", "╱", "╲"];

pub(super) fn draw(first: &str, lines: &[&str], width: usize) -> Option<Canvas> {
    let mut chart = Chart::default();
    let head = first.split_once(char::is_whitespace).map_or("", |(_, rest)| rest);
    let (way, rest) = head.split_once(';').unwrap_or((head, ""));
    let way = way_of(way.trim())?;
    let statements = rest.split(';').chain(lines.iter().flat_map(|line| line.split(';')));
    for statement in statements.map(str::trim).filter(|statement| !statement.is_empty()) {
        chart.read(statement)?;
    }
    if chart.nodes.is_empty() || chart.nodes.len() > NODES_MAX {
        return None;
    }
    let drawn = chart.draw(way);
    // What is too wide lying down may have room standing.
    if drawn.width() > width && way.sideways {
        let standing = chart.draw(Way { sideways: false, ..way });
        return Some(if standing.width() < drawn.width() { standing } else { drawn });
    }
    Some(drawn)
}

fn way_of(written: &str) -> Option<Way> {
    let (sideways, backwards) = match written {
        "" | "TD" | "TB" => (false, false),
        "BT" => (false, true),
        "LR" => (true, false),
        "RL" => (true, true),
        _ => return None,
    };
    Some(Way { sideways, backwards })
}

impl Chart {
    /// `A[one] & B -->|label| C --> D`
    fn read(&mut self, statement: &str) -> Option<()> {
        let word = statement.split_whitespace().next().unwrap_or_default();
        if matches!(word, "style" | "classDef" | "class" | "linkStyle" | "click" | "direction") {
            return Some(());
        }
        if matches!(word, "subgraph" | "end") {
            return None;
        }
        let (mut from, mut rest) = self.group(statement)?;
        while !rest.is_empty() {
            let (arrow, after) = arrow(rest)?;
            let (to, after) = self.group(after)?;
            for &from in &from {
                for &to in &to {
                    let lines = if arrow.label.is_empty() { Vec::new() } else { wrapped(&arrow.label) };
                    self.edges.push(Edge { from, to, label: lines, stroke: arrow.stroke, heads: arrow.heads });
                }
            }
            (from, rest) = (to, after);
        }
        Some(())
    }

    /// Nodes with `&` between them.
    fn group<'a>(&mut self, text: &'a str) -> Option<(Vec<usize>, &'a str)> {
        let mut group = Vec::new();
        let mut rest = text.trim_start();
        loop {
            let (node, after) = self.node(rest)?;
            group.push(node);
            rest = after.trim_start();
            match rest.strip_prefix('&') {
                Some(more) => rest = more.trim_start(),
                None => return Some((group, rest)),
            }
        }
    }

    fn node<'a>(&mut self, text: &'a str) -> Option<(usize, &'a str)> {
        let end = id_end(text);
        let (id, rest) = text.split_at(end);
        if id.is_empty() {
            return None;
        }
        let place = self.nodes.iter().position(|node| node.id == id).unwrap_or_else(|| {
            self.nodes.push(Node { id: id.to_owned(), lines: wrapped(id), corners: SQUARE });
            self.nodes.len() - 1
        });
        let (shape, mut rest) = shape(rest)?;
        if let Some((words, corners)) = shape {
            let node = &mut self.nodes[place];
            (node.lines, node.corners) = (wrapped(&label(words)), corners);
        }
        if let Some(class) = rest.strip_prefix(":::") {
            rest = &class[id_end(class)..];
        }
        Some((place, rest))
    }

    fn draw(&self, way: Way) -> Canvas {
        let turned = |size: Size| if way.sideways { Size { along: size.across, across: size.along } } else { size };
        let size_of = |lines: &[String], room: (usize, usize)| {
            let across = lines.iter().map(|line| text::width(line)).max().unwrap_or(0) + room.0;
            turned(Size { along: lines.len() + room.1, across })
        };
        let sizes: Vec<Size> = self.nodes.iter().map(|node| size_of(&node.lines, (4, 2))).collect();
        let links: Vec<Link> = self
            .edges
            .iter()
            .map(|edge| {
                let label =
                    (!edge.label.is_empty()).then(|| size_of(&edge.label, (if way.sideways { 4 } else { 2 }, 0)));
                Link { from: edge.from, to: edge.to, label }
            })
            .collect();
        let gaps = if way.sideways { (3, 1) } else { (2, 3) };
        let plan = layers::plan(&sizes, &links, gaps);
        let place = |(along, across): (usize, usize)| {
            let along = if way.backwards { plan.length - 1 - along.min(plan.length - 1) } else { along };
            if way.sideways { (along, across) } else { (across, along) }
        };
        let mut canvas = Canvas::default();
        for (edge, path) in self.edges.iter().zip(&plan.paths) {
            for pair in path.points.windows(2) {
                canvas.line(place(pair[0]), place(pair[1]), edge.stroke);
            }
        }
        let corner = |spot: (usize, usize), size: Size| {
            let (x, y) = place(spot);
            let (width, height) = if way.sideways { (size.along, size.across) } else { (size.across, size.along) };
            let (x, y) = match (way.backwards, way.sideways) {
                (false, _) => (x, y),
                (true, true) => ((x + 1).saturating_sub(width), y),
                (true, false) => (x, (y + 1).saturating_sub(height)),
            };
            (x, y, width, height)
        };
        for ((node, spot), size) in self.nodes.iter().zip(&plan.places).zip(&sizes) {
            let (x, y, width, height) = corner(*spot, *size);
            canvas.frame(x, y, (width, height), node.corners);
            for (line, words) in node.lines.iter().enumerate() {
                let inside = width.saturating_sub(4);
                canvas.write(x + 2 + (inside - text::width(words).min(inside)) / 2, y + 1 + line, words, Ink::Words);
            }
        }
        for (edge, path) in self.edges.iter().zip(&plan.paths) {
            let Some((spot, size)) = path.label else { continue };
            let (x, y, width, height) = corner(spot, size);
            let top = y + height.saturating_sub(edge.label.len()) / 2;
            for (line, words) in edge.label.iter().enumerate() {
                let words = format!(" {words} ");
                canvas.write(x + width.saturating_sub(text::width(&words)) / 2, top + line, &words, Ink::Label);
            }
        }
        for (edge, path) in self.edges.iter().zip(&plan.paths) {
            let (start, end) = if path.reversed { (edge.heads.1, edge.heads.0) } else { edge.heads };
            let ways = if way.sideways { ["▶", "◀"] } else { ["▼", "▲"] };
            let (forth, back) = if way.backwards { (ways[1], ways[0]) } else { (ways[0], ways[1]) };
            if let [first, .., last] = path.points.as_slice() {
                put_head(&mut canvas, place((last.0.saturating_sub(1), last.1)), end, forth);
                put_head(&mut canvas, place((first.0 + 1, first.1)), start, back);
            }
        }
        for (edge, _) in self.edges.iter().zip(&plan.paths).filter(|(edge, _)| edge.from == edge.to) {
            let (x, y, width, _) = corner(plan.places[edge.from], sizes[edge.from]);
            canvas.put(x + width - 2, y, "↺", Ink::Arrow);
            if !edge.label.is_empty() {
                canvas.write(x + width + 1, y, &edge.label.join(" "), Ink::Label);
            }
        }
        canvas
    }
}

fn put_head(canvas: &mut Canvas, (x, y): (usize, usize), head: Head, arrow: &str) {
    match head {
        Head::None => {}
        Head::Arrow => canvas.put(x, y, arrow, Ink::Arrow),
        Head::Circle => canvas.put(x, y, "○", Ink::Arrow),
        Head::Cross => canvas.put(x, y, "×", Ink::Arrow),
    }
}

fn wrapped(words: &str) -> Vec<String> {
    words.lines().flat_map(|line| text::wrap_plain(&text::printable(line.trim()), WORDS)).collect()
}

fn id_end(text: &str) -> usize {
    let mut end = 0;
    for (place, letter) in text.char_indices() {
        // `A-B` is a name, `A--B` an arrow.
        let dash = letter == '-' && !text[place + 1..].starts_with(['-', '.', '>']) && place > 0;
        if !(letter.is_alphanumeric() || letter == '_' || dash) {
            break;
        }
        end = place + letter.len_utf8();
    }
    text[..end].trim_end_matches('-').len()
}

type Shape<'a> = (&'a str, [&'static str; 4]);

/// The words in brackets behind a name, and the box they ask for; `None` for brackets that never end.
fn shape(text: &str) -> Option<(Option<Shape<'_>>, &str)> {
    const SHAPES: [(&str, &str, [&str; 4]); 13] = [
        ("([", "])", ROUND),
        ("[[", "]]", SQUARE),
        ("[(", ")]", ROUND),
        ("(((", ")))", ROUND),
        ("((", "))", ROUND),
        ("{{", "}}", SLANTED),
        ("[/", "/]", SLANTED),
        ("[\\", "\\]", SLANTED),
        ("[/", "\\]", SLANTED),
        ("[", "]", SQUARE),
        ("(", ")", ROUND),
        ("{", "}", SLANTED),
        (">", "]", SQUARE),
    ];
    for (open, close, corners) in SHAPES {
        let Some(inner) = text.strip_prefix(open) else { continue };
        // Brackets inside quotes are words.
        let quoted = inner.strip_prefix('"').and_then(|rest| rest.find('"')).map_or(0, |end| end + 2);
        let Some(end) = inner[quoted..].find(close).map(|end| end + quoted) else { continue };
        return Some((Some((&inner[..end], corners)), &inner[end + close.len()..]));
    }
    if text.starts_with(['[', '(', '{']) { None } else { Some((None, text)) }
}

struct Arrow {
    label: String,
    stroke: Stroke,
    heads: (Head, Head),
}

/// `-->`, `-.->|words|`, `== words ==>` and the like.
fn arrow(text: &str) -> Option<(Arrow, &str)> {
    let text = text.trim_start();
    let (start, body) = match text.strip_prefix('<') {
        Some(rest) => (Head::Arrow, rest),
        None => (Head::None, text),
    };
    let shaft = body.find(|letter| !matches!(letter, '-' | '=' | '.')).unwrap_or(body.len());
    let mark = &body[..shaft];
    let stroke = match mark {
        _ if mark.starts_with('=') => Stroke::Thick,
        _ if mark.contains('.') => Stroke::Dotted,
        _ if mark.starts_with('-') => Stroke::Thin,
        _ => return None,
    };
    if mark.len() < 2 {
        return None;
    }
    let mut rest = &body[shaft..];
    let mut words = String::new();
    let mut end = Head::None;
    if let Some(head) = head(rest) {
        (end, rest) = (head, &rest[1..]);
    } else if mark.len() == 2 {
        // The words stand inside: `-- words -->`.
        let close = match stroke {
            Stroke::Thin => rest.find("--"),
            Stroke::Thick => rest.find("=="),
            Stroke::Dotted => rest.find(".-"),
        }?;
        words = label(&rest[..close]);
        let tail = &rest[close..];
        let shaft = tail.find(|letter| !matches!(letter, '-' | '=' | '.')).unwrap_or(tail.len());
        rest = &tail[shaft..];
        if let Some(head) = head(rest) {
            (end, rest) = (head, &rest[1..]);
        }
    }
    let rest = rest.trim_start();
    let rest = match rest.strip_prefix('|') {
        Some(inner) => {
            let (written, after) = inner.split_once('|')?;
            words = label(written);
            after
        }
        None => rest,
    };
    Some((Arrow { label: words, stroke, heads: (start, end) }, rest))
}

fn head(text: &str) -> Option<Head> {
    let mut letters = text.chars();
    let head = match letters.next()? {
        '>' => return Some(Head::Arrow),
        'o' => Head::Circle,
        'x' => Head::Cross,
        _ => return None,
    };
    // `--o` ends in a circle, `--other` begins a word.
    letters.next().is_none_or(char::is_whitespace).then_some(head)
}

#[cfg(test)]
mod tests {
    use super::super::tests::drawn;

    #[test]
    fn a_chart_from_top_to_bottom() {
        let words = "flowchart TD\n  A[Request] --> B{Warm?}\n  B -->|yes| C[Run]\n  B -->|no| D[INIT]\n  D --> C\n";
        insta::assert_snapshot!(drawn(words, 60));
    }

    #[test]
    fn a_chart_from_left_to_right() {
        let words = "graph LR; api([HTTP API]) --> fn[Lambda] --> db[(Table)]; fn -.-> q[[Queue]] ==> worker(Worker)";
        insta::assert_snapshot!(drawn(words, 100));
    }

    #[test]
    fn what_lies_down_too_wide_stands_up() {
        let words = "graph LR\nalpha[a long name of a node] --> beta[another long name of it] --> gamma[and one more such name]";
        insta::assert_snapshot!(drawn(words, 60));
    }

    #[test]
    fn circles_of_arrows_and_arrows_to_oneself() {
        let words =
            "graph TD\nidle --> running\nrunning --> idle\nrunning --> running\nrunning -- too long --> stopped\n";
        insta::assert_snapshot!(drawn(words, 60));
    }
}

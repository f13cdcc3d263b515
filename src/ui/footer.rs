//! The last rows: what was just said, the lab's clock, and the keys that work now.
//!
//! ```text
//! ── Burst of 20 ─────────────────────────────────────────────────────────────────────
//!  ▶ 00:12:41  ×20    i invoke   b burst   + - load   space pause   n next   ? help
//! ```

use ratatui::layout::Rect;

use super::figures;
use super::stage::Stage;
use super::text;
use super::widgets::keys::{self, KeyHint};
use super::widgets::meter;
use crate::app::{Action, Bench, Msg, Role, keymap};

/// Draws the rule with what was just said in it; `walls` are the columns where walls stand on it.
pub fn draw_rule(stage: &mut Stage<'_>, area: Rect, walls: &[u16]) {
    let look = stage.look;
    let said = said(stage);
    let mut pen = stage.pen(area);
    let width = pen.width();
    pen.repeat(0, width, 0, look.glyphs.rule, look.style(Role::Rule));
    for wall in walls {
        pen.text(*wall, 0, look.glyphs.foot, look.style(Role::Rule));
    }
    let room = draw_problems(stage, area);
    let mut pen = stage.pen(area);
    if let Some((words, wrong)) = said {
        let role = if wrong { Role::Danger } else { Role::Text };
        let mark = match (wrong, look.glyphs.ascii) {
            (false, _) => String::new(),
            // A lone x could be a key.
            (true, true) => "! ".to_owned(),
            (true, false) => format!("{} ", look.glyphs.failed),
        };
        let words = text::cut(
            &format!(" {mark}{} ", text::printable(&words)),
            usize::from(room).saturating_sub(4),
            look.glyphs.more,
        );
        pen.text(2, 0, &words, look.style(role));
    }
}

/// How much is wrong with the author's course, at the right of the rule; returns the columns that are left.
fn draw_problems(stage: &mut Stage<'_>, area: Rect) -> u16 {
    let look = stage.look;
    let Some(problems) = &stage.app.problems else { return area.width };
    let Some(summary) = problems.summary() else { return area.width };
    let role = if problems.has_errors() { Role::Danger } else { Role::Warning };
    let mut pen = stage.pen(area);
    let end = pen.width().saturating_sub(2);
    let end = pen.right(end, 0, " ", look.style(Role::Rule));
    let end = pen.right(end, 0, "!", look.bold(Role::Accent));
    let start = pen.right(end, 0, &format!(" {summary} "), look.style(role));
    let spot = Rect { x: area.x + start, width: area.width.saturating_sub(start), ..area };
    stage.drawn.hits.on_click(spot, Msg::Do(Action::Problems));
    start
}

/// What just happened: words of the program come before words of the lab.
fn said(stage: &Stage<'_>) -> Option<(String, bool)> {
    let app = stage.app;
    if let Some(status) = &app.status {
        return Some((status.text.clone(), status.wrong));
    }
    let bench = app.bench()?;
    if bench.pace.behind() && bench.pace.fast_forward.is_none() {
        let (wanted, reached) = (figures::rate(bench.pace.speed), reached(bench));
        let times = stage.look.glyphs.times;
        return Some((
            format!("{times}{wanted} is more than this machine can do: it runs at about {times}{reached}"),
            false,
        ));
    }
    bench.said.as_ref().map(|said| (said.text.clone(), said.wrong))
}

/// The speed that the clock really has.
fn reached(bench: &Bench) -> String {
    figures::rate(bench.pace.reached_speed().unwrap_or(bench.pace.speed))
}

/// Draws the clock and the keys.
pub fn draw(stage: &mut Stage<'_>, area: Rect) {
    let look = stage.look;
    let app = stage.app;
    let mut pen = super::pen::Pen::new(stage.buffer, area);
    let width = pen.width();
    pen.tint(0, 0, width, 1, look.theme.fill(Role::Bar));
    let mut x = 1;
    if let Some(bench) = app.bench() {
        x = draw_clock(&mut pen, &look, bench);
        stage.drawn.hits.on_click(Rect { width: x.min(width), ..area }, Msg::Do(Action::Pause));
        x += 3;
    }
    let hints = KeyHint::from_rows(&keymap::footer(app), look.glyphs);
    let mut pen = pen.part(0, 0, width.saturating_sub(1), 1);
    keys::draw(&mut pen, &look, &mut stage.drawn.hits, (x, 0), &hints);
}

/// The run's clock, its speed; during a jump, how far it is. Always as wide, so that the keys keep their places.
fn draw_clock(pen: &mut super::pen::Pen<'_>, look: &super::look::Look<'_>, bench: &Bench) -> u16 {
    let (glyph, role) = match (bench.pace.is_moving(), bench.has_ended()) {
        (_, true) => (look.glyphs.done, Role::Muted),
        (true, false) => (look.glyphs.playing, Role::Ok),
        (false, false) => (look.glyphs.paused, Role::Muted),
    };
    let x = pen.text(1, 0, glyph, look.bold(role));
    let x = pen.text(x + 1, 0, &bench.now().clock(), look.bold(role)) + 2;
    if let Some((share, _)) = bench.history().travelling() {
        return meter::draw(pen, look, (x, 0), 6, share, Role::Accent);
    }
    if let Some(jump) = bench.pace.fast_forward {
        return meter::draw(pen, look, (x, 0), 6, jump.progress(bench.now()), Role::Money);
    }
    let speed = format!("{}{}", look.glyphs.times, reached(bench));
    let role = if bench.pace.behind() { Role::Warning } else { Role::Money };
    pen.text(x, 0, &text::left(&speed, 6), look.style(role))
}

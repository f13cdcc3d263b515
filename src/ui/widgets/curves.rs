//! A chart of a rising curve and a level line over logarithmic axes, and where they meet.
//!
//! ```text
//!  $1,000                               ••••
//!    $100                        ••••••
//!     $10 ──────────────────┼───────────────
//!      $1            ••••••• 3.7 a second
//!   $0.10 ••••••••••
//!         └──────┴──────▴──────┴──────┴─────
//!         0.01         0.1     1      10 /s
//! ```

use ratatui::style::Style;

use crate::ui::look::Look;
use crate::ui::pen::Pen;
use crate::ui::text;

/// What a chart shows.
pub struct Chart<'a> {
    /// From and to on the lower axis, as powers of ten.
    pub x: (i32, i32),
    /// From and to on the left axis, as powers of ten.
    pub y: (i32, i32),
    /// The curve: its height at a place of the lower axis.
    pub curve: &'a dyn Fn(f64) -> f64,
    /// How the curve looks, and what it is called.
    pub curve_style: (Style, &'a str),
    /// The level line: its height, its look, its name.
    pub level: (f64, Style, &'a str),
    /// Where they meet, and what to say of it.
    pub meeting: Option<(f64, &'a str, Style)>,
    /// A place to mark on the lower axis.
    pub mark: Option<(f64, Style)>,
    /// How the lower axis is counted: `/s`.
    pub unit: &'a str,
    /// The look of axes and their figures.
    pub axis: (Style, Style),
}

/// Columns for the figures of the left axis.
pub const FIGURES: u16 = 9;

/// Rows below the chart: the axis and its figures.
pub const BELOW: u16 = 2;

/// Draws the chart into all of the pen.
pub fn draw(pen: &mut Pen<'_>, look: &Look<'_>, chart: &Chart<'_>) {
    let (width, bottom) = (pen.width().saturating_sub(FIGURES), pen.height().saturating_sub(BELOW));
    if width < 10 || bottom < 3 {
        return;
    }
    let place = Place::of(chart, width, bottom);
    axes(pen, look, &place);
    level(pen, look, &place);
    curve(pen, look, &place);
    meeting(pen, look, &place);
}

/// From values to cells.
struct Place<'a> {
    chart: &'a Chart<'a>,
    /// Powers of ten of the left axis, from and to, and how many go in one step of whole rows.
    y: (i32, i32),
    step: i32,
    width: u16,
    /// The first row, and the one below the last.
    top: u16,
    bottom: u16,
}

impl<'a> Place<'a> {
    /// Powers of ten are whole rows and columns apart, or people would read the gaps between them as different. What is left
    /// over stays free at the top and at the right.
    fn of(chart: &'a Chart<'a>, width: u16, bottom: u16) -> Self {
        let (from, to) = chart.y;
        let rows = i32::from(bottom) - 1;
        // Where there are fewer rows than powers, several share a row.
        let step = (to - from + rows - 1).max(rows) / rows.max(1);
        let steps = (to - from + step - 1) / step.max(1);
        let used = rows / steps.max(1) * steps + 1;
        let powers = (chart.x.1 - chart.x.0).max(1);
        let across = (i32::from(width) - 1) / powers * powers + 1;
        let width = if across < 10 { width } else { across as u16 };
        Self { chart, y: (to - steps * step, to), step, width, top: bottom - used as u16, bottom }
    }

    const fn height(&self) -> u16 {
        self.bottom - self.top
    }

    fn column(&self, value: f64) -> Option<u16> {
        share(value, self.chart.x).map(|share| (share * f64::from(self.width - 1)).round() as u16)
    }

    fn row(&self, value: f64) -> Option<u16> {
        let rows = f64::from(self.height() - 1);
        share(value, self.y).map(|share| self.top + ((1.0 - share) * rows).round() as u16)
    }

    /// The value in the middle of a column.
    fn value(&self, column: u16) -> f64 {
        let (from, to) = (f64::from(self.chart.x.0), f64::from(self.chart.x.1));
        libm::pow(10.0, from + (to - from) * f64::from(column) / f64::from(self.width - 1))
    }
}

/// How far along an axis of powers of ten a value stands; nothing where it is beyond it.
fn share(value: f64, (from, to): (i32, i32)) -> Option<f64> {
    if value <= 0.0 || to <= from {
        return None;
    }
    let share = (libm::log10(value) - f64::from(from)) / f64::from(to - from);
    (-1e-9..=1.0 + 1e-9).contains(&share).then_some(share.clamp(0.0, 1.0))
}

fn axes(pen: &mut Pen<'_>, look: &Look<'_>, place: &Place<'_>) {
    let (line, figures) = place.chart.axis;
    pen.repeat(FIGURES, FIGURES + place.width, place.bottom, look.glyphs.rule, line);
    let (from, to) = place.y;
    for power in (from..=to).filter(|power| (to - power) % place.step == 0) {
        if let Some(y) = place.row(libm::pow(10.0, f64::from(power))) {
            let figure = text::right(&format!("${}", power_of_ten(power)), usize::from(FIGURES) - 1);
            pen.text(0, y, &figure, figures);
        }
    }
    let mut free_from = FIGURES;
    for power in place.chart.x.0..=place.chart.x.1 {
        let Some(column) = place.column(libm::pow(10.0, f64::from(power))) else { continue };
        pen.text(FIGURES + column, place.bottom, look.glyphs.foot, line);
        let unit = if power == place.chart.x.1 { place.chart.unit } else { "" };
        let figure = format!("{}{unit}", power_of_ten(power));
        let wide = text::width(&figure) as u16;
        let start =
            (FIGURES + column).saturating_sub(wide / 2).min((FIGURES + place.width).saturating_sub(wide)).max(FIGURES);
        if start >= free_from {
            pen.text(start, place.bottom + 1, &figure, figures);
            free_from = start + wide + 1;
        }
    }
    if let Some((value, style)) = place.chart.mark
        && let Some(column) = place.column(value)
    {
        pen.text(FIGURES + column, place.bottom, look.glyphs.mark, style);
    }
}

fn level(pen: &mut Pen<'_>, look: &Look<'_>, place: &Place<'_>) {
    let (value, style, name) = place.chart.level;
    let Some(row) = place.row(value) else { return };
    pen.repeat(FIGURES, FIGURES + place.width, row, look.glyphs.rule, style);
    pen.text(FIGURES, row, &format!("{name} "), style);
}

fn curve(pen: &mut Pen<'_>, look: &Look<'_>, place: &Place<'_>) {
    let (style, name) = place.chart.curve_style;
    let mut last = None;
    for column in 0..place.width {
        let Some(row) = place.row((place.chart.curve)(place.value(column))) else { continue };
        pen.text(FIGURES + column, row, look.glyphs.bullet, style);
        last = Some((column, row));
    }
    // Its name stands before its end, where the curve is above everything else.
    if let Some((column, row)) = last {
        let wide = text::width(name) as u16;
        let slope_room = 2 + (place.width / place.height().max(1));
        let start = (FIGURES + column).saturating_sub(wide + slope_room);
        if row == place.top || start > FIGURES {
            pen.text(start, row, name, style);
        }
    }
}

/// A plumb line from the meeting to the axis, and its figure where there is room.
fn meeting(pen: &mut Pen<'_>, look: &Look<'_>, place: &Place<'_>) {
    let Some((value, words, style)) = place.chart.meeting else { return };
    let (Some(column), Some(row)) = (place.column(value), place.row(place.chart.level.0)) else { return };
    for y in row + 1..place.bottom {
        pen.text(FIGURES + column, y, look.glyphs.wall, style);
    }
    pen.text(FIGURES + column, row, look.glyphs.cross, style);
    let wide = text::width(words) as u16;
    // Right of it and below the level there is nothing; if the words do not fit there, left of it and above.
    if column + 2 + wide <= place.width && row + 1 < place.bottom {
        pen.text(FIGURES + column + 2, row + 1, words, style);
    } else if row > 0 && column > wide {
        pen.text(FIGURES + column - wide - 1, row - 1, words, style);
    }
}

/// `0.01`, `1`, `1,000`, `1M`.
fn power_of_ten(power: i32) -> String {
    match power {
        ..=-1 => format!("0.{}1", "0".repeat(power.unsigned_abs() as usize - 1)),
        0..=2 => format!("1{}", "0".repeat(power.unsigned_abs() as usize)),
        3..=5 => format!("1{},000", "0".repeat(power.unsigned_abs() as usize - 3)),
        6..=8 => format!("1{}M", "0".repeat(power.unsigned_abs() as usize - 6)),
        _ => format!("1{}G", "0".repeat(power.unsigned_abs() as usize - 9)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_are_written_as_people_write_them() {
        let found: Vec<String> = [-3, -1, 0, 2, 3, 5, 6, 8, 9].into_iter().map(power_of_ten).collect();
        assert_eq!(found, ["0.001", "0.1", "1", "100", "1,000", "100,000", "1M", "100M", "1G"]);
    }

    #[test]
    fn powers_of_ten_are_equally_far_apart() {
        let style = Style::default();
        for (powers, rows) in [(4, 8), (4, 9), (4, 20), (6, 8), (9, 5), (13, 5), (1, 3)] {
            let chart = Chart {
                x: (-1, 2),
                y: (-2, powers - 2),
                curve: &|rps| rps,
                curve_style: (style, "functions"),
                level: (1.0, style, "server"),
                meeting: None,
                mark: None,
                unit: " /s",
                axis: (style, style),
            };
            let place = Place::of(&chart, 67, rows);
            let (from, to) = place.y;
            assert!(from <= -2 && to == powers - 2, "all of it is there");
            let shown = (from..=to).filter(|power| (to - power) % place.step == 0);
            let shown: Vec<u16> = shown.filter_map(|power| place.row(libm::pow(10.0, f64::from(power)))).collect();
            let gaps: Vec<u16> = shown.windows(2).map(|pair| pair[0] - pair[1]).collect();
            assert!(gaps.iter().all(|gap| *gap == gaps[0] && *gap > 0), "{powers} powers on {rows} rows: {shown:?}");
            assert_eq!((shown[0], *shown.last().unwrap()), (rows - 1, place.top));
        }
    }

    #[test]
    fn a_value_stands_where_its_logarithm_is() {
        assert_eq!(share(1.0, (-2, 2)), Some(0.5));
        assert_eq!(share(100.0, (-2, 2)), Some(1.0));
        assert_eq!(share(0.0, (-2, 2)), None);
        assert_eq!(share(1000.0, (-2, 2)), None);
    }
}

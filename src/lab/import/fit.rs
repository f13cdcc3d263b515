//! From what a log says in all to a distribution a lab can write: as few quantiles as hold.
//!
//! A histogram is a staircase of shares and values. The line through its ends and the quantiles that everybody asks for is
//! refined where it is furthest from the staircase, until what is left is small: two peaks get the step between them, a long
//! tail gets the quantiles it needs, and a smooth hump is done with a handful.

use crate::cloud::QuantileLine;
use crate::sim::Histogram;

/// What is left between line and staircase in a stretch, as a share of the whole.
const GOOD_ENOUGH: f64 = 0.000_5;
/// The quantiles that reports and goals name.
const NAMED: [f64; 3] = [0.5, 0.95, 0.99];
/// Values that are no further apart are one value: that is how exact a histogram is.
const ALIKE: f64 = 0.02;

/// The line that stands for a histogram; nothing where all of it is one value, or nothing.
pub fn line(histogram: &Histogram) -> Option<QuantileLine> {
    let corners = corners(histogram);
    let (first, last) = (corners.first()?, corners.last()?);
    if last.1 - first.1 <= first.1 * ALIKE {
        return None;
    }
    let mean = histogram.mean()?.as_micros().max(1) as f64;
    let mut kept: Vec<usize> = NAMED.iter().map(|share| corners.partition_point(|corner| corner.0 < *share)).collect();
    kept.extend([0, corners.len() - 1]);
    kept.sort_unstable();
    kept.dedup();
    while kept.len() < QuantileLine::POINTS_MAX {
        let stretches = kept.windows(2).map(|ends| worst(&corners, mean, (ends[0], ends[1])));
        let largest = stretches.max_by(|one, other| one.error.total_cmp(&other.error));
        let Some(worst) = largest.filter(|worst| worst.error > GOOD_ENOUGH) else { break };
        kept.push(worst.corner);
        kept.sort_unstable();
    }
    QuantileLine::new(&points(&corners, &kept))
}

/// The corners of the staircase: shares of all and values, twice each, where a step begins and where it ends.
fn corners(histogram: &Histogram) -> Vec<(f64, f64)> {
    let whole = histogram.count().max(1) as f64;
    let longest = histogram.max().map_or(0, |span| span.0) as f64;
    let (mut seen, mut corners) = (0, Vec::new());
    for (value, count) in histogram.steps() {
        corners.push((seen as f64 / whole, value.0 as f64));
        seen += count;
        corners.push((seen as f64 / whole, value.0 as f64));
    }
    // The longest is known exactly; its step is the mean of a few.
    if let Some(last) = corners.last_mut() {
        last.1 = last.1.max(longest);
    }
    corners
}

/// Where a stretch of the line is furthest from the staircase, and how far it is from it in all.
struct Worst {
    error: f64,
    corner: usize,
}

/// Distances count as shares of the mean, which is what is billed, and as shares of the value itself, which is what its
/// quantiles show.
fn worst(corners: &[(f64, f64)], mean: f64, (from, to): (usize, usize)) -> Worst {
    let ((left, low), (right, high)) = (corners[from], corners[to]);
    let slope = if right > left { (high - low) / (right - left) } else { 0.0 };
    let off = |place: usize| {
        let (share, value) = corners[place];
        (value - (low + slope * (share - left))).abs() * (1.0 / mean + 1.0 / value.max(1.0))
    };
    let mut found = Worst { error: 0.0, corner: from };
    let mut furthest = 0.0;
    for place in from + 1..=to {
        let width = corners[place].0 - corners[place - 1].0;
        found.error += width * f64::midpoint(off(place - 1), off(place));
        if place < to && off(place) > furthest {
            (furthest, found.corner) = (off(place), place);
        }
    }
    if furthest == 0.0 { Worst { error: 0.0, corner: from } } else { found }
}

/// By how much the line from one corner to another lies above the staircase, added up.
fn excess(corners: &[(f64, f64)], (from, low): (usize, f64), (to, high): (usize, f64)) -> f64 {
    let (left, right) = (corners[from].0, corners[to].0);
    let staircase: f64 =
        corners[from..=to].windows(2).map(|step| (step[1].0 - step[0].0) * f64::midpoint(step[0].1, step[1].1)).sum();
    (right - left) * f64::midpoint(low, high) - staircase
}

/// The values at what is kept, moved a little where the line would lie above or below the staircase on both sides: a straight line
/// along a bent tail has too large a mean. What everybody asks for stays where it is.
fn values(corners: &[(f64, f64)], kept: &[usize]) -> Vec<f64> {
    let mut values: Vec<f64> = kept.iter().map(|place| corners[*place].1).collect();
    let over = |values: &[f64], k: usize| excess(corners, (kept[k], values[k]), (kept[k + 1], values[k + 1]));
    let share = |k: usize| corners[kept[k]].0;
    let named = |k: usize| NAMED.iter().any(|name| kept[k] == corners.partition_point(|corner| corner.0 < *name));
    let exact = values.clone();
    for k in 1..kept.len() - 1 {
        let width = share(k + 1) - share(k - 1);
        if !named(k) && width > 0.0 {
            values[k] -= (over(&exact, k - 1) + over(&exact, k)) / width;
        }
        values[k] = values[k].max(values[k - 1]);
    }
    let (before, last) = (kept.len() - 2, kept.len() - 1);
    let width = share(last) - share(before);
    if width > 0.0 {
        values[last] = (values[last] - 2.0 * over(&values, before) / width).max(values[before]);
    }
    values
}

/// What is kept, with shares that rise: where the staircase goes straight up, by the least that a share can.
fn points(corners: &[(f64, f64)], kept: &[usize]) -> Vec<(u32, u64)> {
    let mut points: Vec<(u32, u64)> = Vec::new();
    for (&place, value) in kept.iter().zip(values(corners, kept)) {
        let share = (corners[place].0 * f64::from(QuantileLine::WHOLE) + 0.5) as u32;
        let least = points.last().map_or(0, |(before, _)| before + 1);
        points.push((share.max(least), (value + 0.5) as u64));
    }
    // Pushed beyond the whole by those before them, the last ones make room from the end.
    let mut most = QuantileLine::WHOLE;
    for point in points.iter_mut().rev() {
        point.0 = point.0.min(most);
        most = point.0.saturating_sub(1);
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::{Stream, Streams};
    use crate::units::Span;

    fn drawn(mut draw: impl FnMut(&mut Stream) -> Span) -> Histogram {
        let (mut histogram, mut stream) = (Histogram::new(), Streams::new(4).stream("log"));
        (0..200_000).for_each(|_| histogram.record(draw(&mut stream)));
        histogram
    }

    /// What a line gives back of the histogram it was made from.
    fn holds(histogram: &Histogram, tolerance: f64) {
        let line = line(histogram).expect("more than one value");
        let mut stream = Streams::new(5).stream("lab");
        let mut again = Histogram::new();
        (0..200_000).for_each(|_| again.record(Span((line.at(stream.uniform()) + 0.5) as u64)));
        let mean = histogram.mean().unwrap().0 as f64;
        assert!((line.mean() / mean - 1.0).abs() < tolerance, "mean {} for {mean}", line.mean());
        for share in [0.1, 0.5, 0.9, 0.95, 0.99] {
            let (found, expected) = (again.quantile(share).unwrap(), histogram.quantile(share).unwrap());
            let off = (found.0 as f64 / expected.0 as f64 - 1.0).abs();
            assert!(off < 3.0 * tolerance, "p{}: {found} for {expected}", share * 100.0);
        }
    }

    #[test]
    fn one_hump_with_a_tail_holds() {
        holds(&drawn(|stream| stream.lognormal(Span::from_millis(80), Span::from_millis(200))), 0.01);
        holds(&drawn(|stream| stream.exponential(Span::from_millis(20))), 0.01);
    }

    #[test]
    fn two_peaks_hold() {
        let cached = |stream: &mut Stream| {
            if stream.uniform() < 0.7 {
                stream.lognormal(Span::from_millis(4), Span::from_millis(7))
            } else {
                stream.lognormal(Span::from_millis(240), Span::from_millis(300))
            }
        };
        holds(&drawn(cached), 0.01);
        let line = line(&drawn(cached)).unwrap();
        let between = |share: f64| (20_000.0..150_000.0).contains(&line.at(share));
        let lost = (0..10_000).filter(|place| between(f64::from(*place) / 10_000.0)).count();
        assert!(lost < 100, "{lost} of 10000 are where the log has nothing");
    }

    #[test]
    fn few_values_are_as_they_are_and_one_is_no_distribution() {
        let of = |values: &[u64]| {
            let mut histogram = Histogram::new();
            values.iter().for_each(|value| histogram.record(Span(*value)));
            histogram
        };
        assert_eq!(line(&of(&[])), None);
        assert_eq!(line(&of(&[77; 5])), None);
        let line = line(&of(&[100, 100, 100, 900])).unwrap();
        assert!((line.mean() - 300.0).abs() < 1.0 && line.at(0.7) < 101.0 && line.at(0.8) > 899.0, "{line:?}");
    }
}

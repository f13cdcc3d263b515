//! A distribution as it was measured: four quantiles, and a smooth line through them.

use crate::sim::Stream;
use crate::units::Span;

/// What somebody measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quantiles {
    /// Five in a hundred are shorter.
    pub p5: Span,
    /// The median.
    pub p50: Span,
    /// Five in a hundred are longer.
    pub p95: Span,
    /// One in a hundred is longer.
    pub p99: Span,
}

/// Where the quantiles lie on a standard normal distribution.
const Z: [f64; 4] = [-1.644_853_626_951_472_7, 0.0, 1.644_853_626_951_472_7, 2.326_347_874_040_841];

/// Quantiles, ready to draw from: the logarithm is a broken line over the normal distribution, with a corner at each
/// quantile. Between the median and p95 that is the lognormal distribution through these two.
///
/// Below p5 the line goes on as it was. Beyond p99, where nothing was measured, it rises as it did from the median to p99 on
/// the whole: the last piece alone is often steep, and would make up starts that nobody saw.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Measured {
    /// Logarithm of microseconds at z = 0, for each piece as if it went on for ever.
    at_zero: [f64; 4],
    slope: [f64; 4],
}

impl Measured {
    pub(crate) fn new(quantiles: Quantiles) -> Self {
        let ln = |span: Span| libm::log(span.0.max(1) as f64);
        let [p5, p50, p95, p99] = [quantiles.p5, quantiles.p50, quantiles.p95, quantiles.p99].map(ln);
        let slope = [
            (p50 - p5) / (Z[1] - Z[0]),
            (p95 - p50) / (Z[2] - Z[1]),
            (p99 - p95) / (Z[3] - Z[2]),
            (p99 - p50) / (Z[3] - Z[1]),
        ];
        let at_zero = [p50, p50, p95 - slope[2] * Z[2], p99 - slope[3] * Z[3]];
        Self { at_zero, slope }
    }

    /// One draw, at the price of a lognormal.
    pub(crate) fn draw(&self, stream: &mut Stream) -> Span {
        let z = stream.standard_normal();
        let piece = usize::from(z > Z[1]) + usize::from(z > Z[2]) + usize::from(z > Z[3]);
        Span((libm::exp(self.slope[piece] * z + self.at_zero[piece]) + 0.5) as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::sim::Streams;

    const DRAWS: usize = 60_000;

    /// Every row of the catalog, drawn as often as a busy week has cold starts.
    #[test]
    fn what_is_drawn_has_the_quantiles_that_were_measured() {
        for row in Catalog::embedded().init_rows() {
            let quantiles = Quantiles { p5: row.p5, p50: row.p50, p95: row.p95, p99: row.p99 };
            let name = format!("{} {} {}", row.runtime, row.package.name(), row.architecture.name());
            let mut stream = Streams::new(7).stream(&name);
            let measured = Measured::new(quantiles);
            let mut drawn: Vec<Span> = (0..DRAWS).map(|_| measured.draw(&mut stream)).collect();
            drawn.sort_unstable();
            for (share, expected) in [(0.05, row.p5), (0.5, row.p50), (0.95, row.p95), (0.99, row.p99)] {
                let found = drawn[(DRAWS as f64 * share) as usize];
                let off = found.0 as f64 / expected.0 as f64 - 1.0;
                assert!(off.abs() < 0.04, "{name}: p{} is {found}, measured was {expected}", share * 100.0);
            }
        }
    }

    #[test]
    fn nothing_is_far_beyond_what_was_measured() {
        let [p5, p50, p95, p99] = [175, 205, 253, 533].map(Span::from_millis); // Java 17 has the longest tail
        let measured = Measured::new(Quantiles { p5, p50, p95, p99 });
        let mut stream = Streams::new(7).stream("init");
        let longest = (0..1_000_000).map(|_| measured.draw(&mut stream)).max().unwrap();
        assert!(longest > p99 && longest < Span::from_millis(2_000), "{longest}");
    }

    #[test]
    fn a_single_value_is_no_distribution() {
        let one = Span::from_millis(80);
        let measured = Measured::new(Quantiles { p5: one, p50: one, p95: one, p99: one });
        let mut stream = Streams::new(7).stream("init");
        assert!((0..1_000).all(|_| measured.draw(&mut stream) == one));
    }
}

//! How long something takes: a number, or a distribution.

use crate::cloud::QuantileLine;
use crate::sim::Stream;
use crate::units::Span;

/// A distribution of spans.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dist {
    /// Always the same.
    Constant(Span),
    /// Many small, few large: the usual shape of latencies.
    Lognormal {
        /// The median.
        p50: Span,
        /// 95 of 100 are shorter.
        p95: Span,
    },
    /// Memoryless.
    Exponential {
        /// The mean.
        mean: Span,
    },
    /// Anything between two bounds, equally likely.
    Uniform {
        /// The shortest.
        min: Span,
        /// The longest.
        max: Span,
    },
    /// Any shape, by its quantiles in microseconds.
    Quantiles(QuantileLine),
}

impl Default for Dist {
    fn default() -> Self {
        Self::Constant(Span::ZERO)
    }
}

/// A distribution with its logarithms worked out, ready for hundreds of millions of draws.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Sampler {
    Constant(Span),
    Lognormal { median: f64, sigma: f64 },
    Exponential { mean: f64 },
    Uniform { min: Span, max: Span },
    Quantiles(QuantileLine),
}

impl Sampler {
    pub(crate) fn new(dist: Dist) -> Self {
        match dist {
            Dist::Constant(span) => Self::Constant(span),
            Dist::Lognormal { p50, p95 } => {
                Self::Lognormal { median: p50.0 as f64, sigma: Stream::lognormal_sigma(p50, p95) }
            }
            Dist::Exponential { mean } => Self::Exponential { mean: mean.0 as f64 },
            Dist::Uniform { min, max } => Self::Uniform { min, max },
            Dist::Quantiles(line) => Self::Quantiles(line),
        }
    }

    #[inline(always)]
    pub(crate) fn draw(&self, stream: &mut Stream) -> Span {
        // One after the other: a comparison that always comes out alike costs less than a jump through a table.
        if let Self::Constant(span) = *self {
            return span;
        }
        if let Self::Lognormal { median, sigma } = *self {
            return stream.lognormal_of(median, sigma);
        }
        self.draw_otherwise(stream)
    }

    fn draw_otherwise(&self, stream: &mut Stream) -> Span {
        match *self {
            Self::Constant(span) => span,
            Self::Lognormal { median, sigma } => stream.lognormal_of(median, sigma),
            Self::Exponential { mean } => stream.exponential_of(mean),
            Self::Uniform { min, max } => stream.between(min, max),
            Self::Quantiles(ref line) => Span((line.at(stream.uniform()) + 0.5) as u64),
        }
    }
}

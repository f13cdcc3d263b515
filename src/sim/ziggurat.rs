//! Normal and exponential draws by the ziggurat method of Marsaglia and Tsang (2000): the area under the curve is cut
//! into 256 layers of equal size, and all but one draw in a hundred is a table look-up and a multiplication.
//!
//! The tables are computed once, with `libm`, so that every machine has the same.

use std::sync::LazyLock;

use crate::sim::Stream;
use crate::sim::powers::Powers;

const LAYERS: usize = 256;

/// Both curves, and what a lognormal needs besides.
#[derive(Debug)]
pub(super) struct Tables {
    normal: Layers,
    exponential: Layers,
    pub(super) powers: Powers,
}

/// One curve, cut into layers.
#[derive(Debug)]
struct Layers {
    /// Right edges of the layers, from the widest (which stands for the base and the tail) inwards, ending at 0.
    edges: [f64; LAYERS + 1],
    /// The curve's height at each edge.
    heights: [f64; LAYERS + 1],
    /// Where the tail begins.
    tail: f64,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| Tables {
    normal: Layers::new(
        3.654_152_885_361_009,
        0.004_928_673_233_974_655,
        |x| libm::exp(-0.5 * x * x),
        |y| libm::sqrt(-2.0 * libm::log(y)),
    ),
    exponential: Layers::new(7.697_117_470_131_05, 0.003_949_659_822_581_572, |x| libm::exp(-x), |y| -libm::log(y)),
    powers: Powers::new(),
});

impl Layers {
    /// `tail` and `area` belong together: they are the solution for 256 layers of equal area.
    fn new(tail: f64, area: f64, curve: impl Fn(f64) -> f64, inverse: impl Fn(f64) -> f64) -> Self {
        let mut edges = [0.0; LAYERS + 1];
        edges[0] = area / curve(tail);
        edges[1] = tail;
        for layer in 2..LAYERS {
            edges[layer] = inverse(area / edges[layer - 1] + curve(edges[layer - 1]));
        }
        Self { heights: edges.map(&curve), edges, tail }
    }
}

impl Tables {
    /// The tables, made when they are first wanted.
    pub(super) fn shared() -> &'static Self {
        &TABLES
    }

    /// A draw from the standard exponential distribution.
    #[inline(always)]
    pub(super) fn exponential(&self, stream: &mut Stream) -> f64 {
        let bits = stream.bits();
        let (layer, x) = self.exponential.place(bits);
        if x < self.exponential.edges[layer + 1] { x } else { self.exponential_beyond(stream, layer, x) }
    }

    /// The one draw in a hundred that does not lie in the part of its layer that is all under the curve.
    #[cold]
    fn exponential_beyond(&self, stream: &mut Stream, mut layer: usize, mut x: f64) -> f64 {
        let layers = &self.exponential;
        let mut shift = 0.0;
        loop {
            if layer == 0 {
                // What lies beyond the tail's beginning is the same distribution again.
                shift += layers.tail;
            } else if layers.between(layer, stream) < libm::exp(-x) {
                return shift + x;
            }
            (layer, x) = layers.place(stream.bits());
            if x < layers.edges[layer + 1] {
                return shift + x;
            }
        }
    }

    /// A draw from the standard normal distribution.
    #[inline(always)]
    pub(super) fn normal(&self, stream: &mut Stream) -> f64 {
        let bits = stream.bits();
        let (layer, x) = self.normal.place(bits);
        if x < self.normal.edges[layer + 1] { sign(bits) * x } else { self.normal_beyond(stream, bits) }
    }

    #[cold]
    fn normal_beyond(&self, stream: &mut Stream, mut bits: u64) -> f64 {
        let layers = &self.normal;
        loop {
            let (layer, x) = layers.place(bits);
            if x < layers.edges[layer + 1] {
                return sign(bits) * x;
            }
            if layer == 0 {
                return sign(bits) * self.normal_tail(stream);
            }
            if layers.between(layer, stream) < libm::exp(-0.5 * x * x) {
                return sign(bits) * x;
            }
            bits = stream.bits();
        }
    }

    fn normal_tail(&self, stream: &mut Stream) -> f64 {
        let tail = self.normal.tail;
        loop {
            let x = self.exponential(stream) / tail;
            let y = self.exponential(stream);
            if y + y >= x * x {
                return tail + x;
            }
        }
    }
}

impl Layers {
    /// A layer, and a place in its width.
    #[inline(always)]
    fn place(&self, bits: u64) -> (usize, f64) {
        let layer = bits as usize % LAYERS;
        (layer, unit(bits) * self.edges[layer])
    }

    /// A height between the bottom and the top of a layer.
    fn between(&self, layer: usize, stream: &mut Stream) -> f64 {
        let (low, high) = (self.heights[layer], self.heights[layer + 1]);
        low + (high - low) * stream.uniform()
    }
}

fn sign(bits: u64) -> f64 {
    if bits & LAYERS as u64 == 0 { 1.0 } else { -1.0 }
}

/// The upper 53 bits as a number from 0 to 1; the lower ones chose layer and sign.
fn unit(bits: u64) -> f64 {
    (bits >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
}

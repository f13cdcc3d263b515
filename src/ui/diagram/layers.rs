//! Places for the nodes of a chart: in layers, so that arrows go one way, and with few crossings.
//!
//! The two directions have names of their own, since a chart may stand or lie: `along` is the way of the arrows, `across` the other.

use std::collections::BTreeSet;

/// Room that something takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Size {
    pub(super) along: usize,
    pub(super) across: usize,
}

/// An arrow between two nodes.
pub(super) struct Link {
    pub(super) from: usize,
    pub(super) to: usize,
    /// The room of its label.
    pub(super) label: Option<Size>,
}

/// Where everything goes; places are (along, across).
pub(super) struct Plan {
    /// The first cell of each node.
    pub(super) places: Vec<(usize, usize)>,
    /// The way of each link.
    pub(super) paths: Vec<Path>,
    /// Cells along, of all of it.
    pub(super) length: usize,
}

/// The way of a link, from the border of one node to that of the other.
#[derive(Default)]
pub(super) struct Path {
    /// Corners of the line.
    pub(super) points: Vec<(usize, usize)>,
    /// Where its label stands, and the room for it.
    pub(super) label: Option<((usize, usize), Size)>,
    /// Whether it goes against the others, and so is drawn from its end.
    pub(super) reversed: bool,
}

/// A node, or a link on its way through a layer.
#[derive(Clone)]
struct Stop {
    size: Size,
    layer: usize,
    across: usize,
    /// Stops of the layer before, and of the layer behind.
    before: Vec<usize>,
    behind: Vec<usize>,
}

/// Rounds of moving nodes to their neighbours; more change nothing that anybody sees.
const ROUNDS: usize = 8;

/// Places for nodes of these sizes. `gaps`: cells between layers, besides those that lines need, and between neighbours in a layer.
pub(super) fn plan(sizes: &[Size], links: &[Link], gaps: (usize, usize)) -> Plan {
    let reversed = against(sizes.len(), links);
    // With a layer between any two, labels have room of their own.
    let stride = if links.iter().any(|link| link.label.is_some()) { 2 } else { 1 };
    let layers: Vec<usize> =
        longest_ways(sizes.len(), links, &reversed).into_iter().map(|layer| layer * stride).collect();
    let mut stops: Vec<Stop> = sizes
        .iter()
        .zip(&layers)
        .map(|(size, layer)| Stop { size: *size, layer: *layer, across: 0, before: Vec::new(), behind: Vec::new() })
        .collect();
    let ways: Vec<Vec<usize>> =
        links.iter().enumerate().map(|(place, link)| way(link, reversed.contains(&place), &mut stops)).collect();
    let mut order = ordered(&stops);
    place_across(&mut order, &mut stops, gaps.1);
    let (starts, tracks, length) = place_along(&stops, &ways, gaps.0);
    let places = (0..sizes.len()).map(|node| (starts[stops[node].layer], stops[node].across)).collect();
    let paths = links
        .iter()
        .enumerate()
        .map(|(place, link)| {
            let mut path = path(&ways[place], &stops, &starts, &tracks);
            path.reversed = reversed.contains(&place);
            let label = link.label.and_then(|size| {
                let stop = ways[place]
                    .get(1..ways[place].len().saturating_sub(1))?
                    .iter()
                    .find(|stop| stops[**stop].size == size)?;
                Some(((starts[stops[*stop].layer], stops[*stop].across), size))
            });
            path.label = label;
            path
        })
        .collect();
    Plan { places, paths, length }
}

/// The links that close a circle.
fn against(nodes: usize, links: &[Link]) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    // 0: not seen, 1: on the way here, 2: done.
    let mut state = vec![0_u8; nodes];
    for start in 0..nodes {
        let mut stack = vec![(start, 0)];
        while let Some((node, next)) = stack.pop() {
            if next == 0 && state[node] != 0 {
                continue;
            }
            state[node] = 1;
            let mut out = links.iter().enumerate().filter(|(_, link)| link.from == node && link.to != node).skip(next);
            match out.next() {
                Some((place, link)) => {
                    stack.push((node, next + 1));
                    match state[link.to] {
                        0 => stack.push((link.to, 0)),
                        1 => _ = found.insert(place),
                        _ => {}
                    }
                }
                None => state[node] = 2,
            }
        }
    }
    found
}

/// The layer of each node: behind all that lead to it.
fn longest_ways(nodes: usize, links: &[Link], reversed: &BTreeSet<usize>) -> Vec<usize> {
    let mut layers = vec![0; nodes];
    for _ in 0..nodes {
        let mut changed = false;
        for (place, link) in links.iter().enumerate().filter(|(_, link)| link.from != link.to) {
            let (from, to) = if reversed.contains(&place) { (link.to, link.from) } else { (link.from, link.to) };
            if layers[to] <= layers[from] {
                layers[to] = layers[from] + 1;
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    layers
}

/// The stops of a link, its nodes included; new ones for the layers between them, one with the room of the label.
fn way(link: &Link, reversed: bool, stops: &mut Vec<Stop>) -> Vec<usize> {
    if link.from == link.to {
        return Vec::new();
    }
    let (from, to) = if reversed { (link.to, link.from) } else { (link.from, link.to) };
    let mut way = vec![from];
    let between = stops[from].layer + 1..stops[to].layer;
    let middle = between.start.midpoint(between.end.saturating_sub(1));
    for layer in between {
        let size = link.label.filter(|_| layer == middle).unwrap_or(Size { along: 0, across: 1 });
        stops.push(Stop { size, layer, across: 0, before: Vec::new(), behind: Vec::new() });
        way.push(stops.len() - 1);
    }
    way.push(to);
    for pair in way.windows(2) {
        stops[pair[0]].behind.push(pair[1]);
        stops[pair[1]].before.push(pair[0]);
    }
    way
}

/// The stops of each layer, in an order with few crossings.
fn ordered(stops: &[Stop]) -> Vec<Vec<usize>> {
    let count = stops.iter().map(|stop| stop.layer + 1).max().unwrap_or(0);
    let mut order = vec![Vec::new(); count];
    for (place, stop) in stops.iter().enumerate() {
        order[stop.layer].push(place);
    }
    let mut best = order.clone();
    let mut fewest = crossings(&order, stops);
    for round in 0..ROUNDS {
        let down = round % 2 == 0;
        for step in 1..count {
            let layer = if down { step } else { count - 1 - step };
            let beside = if down { layer - 1 } else { layer + 1 };
            let mut rank = vec![0.0; stops.len()];
            for (place, stop) in order[beside].iter().enumerate() {
                rank[*stop] = place as f64;
            }
            let middle = |stop: &usize| {
                let near = if down { &stops[*stop].before } else { &stops[*stop].behind };
                (!near.is_empty()).then(|| near.iter().map(|stop| rank[*stop]).sum::<f64>() / near.len() as f64)
            };
            let mut keyed: Vec<(f64, usize)> = order[layer]
                .iter()
                .enumerate()
                .map(|(place, stop)| (middle(stop).unwrap_or(place as f64), *stop))
                .collect();
            keyed.sort_by(|left, right| left.0.total_cmp(&right.0));
            order[layer] = keyed.into_iter().map(|(_, stop)| stop).collect();
        }
        let now = crossings(&order, stops);
        if now < fewest {
            (fewest, best) = (now, order.clone());
        }
    }
    best
}

fn crossings(order: &[Vec<usize>], stops: &[Stop]) -> usize {
    let mut rank = vec![0; stops.len()];
    for layer in order {
        for (place, stop) in layer.iter().enumerate() {
            rank[*stop] = place;
        }
    }
    let mut count = 0;
    for layer in order {
        let lines: Vec<(usize, usize)> =
            layer.iter().flat_map(|stop| stops[*stop].behind.iter().map(|to| (rank[*stop], rank[*to]))).collect();
        for (place, one) in lines.iter().enumerate() {
            count += lines[place + 1..]
                .iter()
                .filter(|other| (one.0 < other.0) != (one.1 < other.1) && one.0 != other.0 && one.1 != other.1)
                .count();
        }
    }
    count
}

fn middle(stop: &Stop) -> usize {
    stop.across + stop.size.across.saturating_sub(1) / 2
}

/// Neighbours side by side, each as near to what it is joined with as its own neighbours let it.
fn place_across(order: &mut [Vec<usize>], stops: &mut [Stop], gap: usize) {
    for layer in order.iter() {
        let mut at = 0;
        for stop in layer {
            stops[*stop].across = at;
            at += stops[*stop].size.across + gap;
        }
    }
    for round in 0..2 * ROUNDS {
        let down = round % 2 == 0;
        let count = order.len();
        for step in 0..count {
            let layer = if down { step } else { count - 1 - step };
            let wanted: Vec<Option<usize>> = order[layer]
                .iter()
                .map(|stop| {
                    let (before, behind) = (&stops[*stop].before, &stops[*stop].behind);
                    let near = if down && !before.is_empty() || behind.is_empty() { before } else { behind };
                    let sum: usize = near.iter().map(|stop| middle(&stops[*stop])).sum();
                    (!near.is_empty())
                        .then(|| (sum / near.len()).saturating_sub(stops[*stop].size.across.saturating_sub(1) / 2))
                })
                .collect();
            settle(&order[layer], &wanted, stops, gap);
        }
    }
    let least = stops.iter().map(|stop| stop.across).min().unwrap_or(0);
    stops.iter_mut().for_each(|stop| stop.across -= least);
}

/// Moves each stop of a layer to where it wants to be; those that want the same place share the way between them.
fn settle(layer: &[usize], wanted: &[Option<usize>], stops: &mut [Stop], gap: usize) {
    // From the left as far right as wanted, then from the right as far left: the mean of both keeps order and gaps.
    let mut least = 0;
    let mut from_left = Vec::new();
    for (stop, wanted) in layer.iter().zip(wanted) {
        let at = wanted.unwrap_or(stops[*stop].across).max(least);
        from_left.push(at);
        least = at + stops[*stop].size.across + gap;
    }
    let mut most = usize::MAX;
    let mut from_right = vec![0; layer.len()];
    for (place, stop) in layer.iter().enumerate().rev() {
        let width = stops[*stop].size.across;
        let at = wanted[place].unwrap_or(stops[*stop].across).min(most.saturating_sub(width + gap));
        from_right[place] = at;
        most = at;
    }
    let fits = |places: &[usize]| {
        layer.windows(2).zip(places.windows(2)).all(|(stop, at)| at[0] + stops[stop[0]].size.across + gap <= at[1])
    };
    let mean: Vec<usize> = from_left.iter().zip(&from_right).map(|(left, right)| left.midpoint(*right)).collect();
    let chosen = if fits(&mean) { mean } else { from_left };
    for (stop, at) in layer.iter().zip(chosen) {
        stops[*stop].across = at;
    }
}

/// The first cell of each layer, the cell of the crossway between each two stops, and the cells of all.
type Along = (Vec<usize>, Vec<((usize, usize), usize)>, usize);

fn place_along(stops: &[Stop], ways: &[Vec<usize>], gap: usize) -> Along {
    let count = stops.iter().map(|stop| stop.layer + 1).max().unwrap_or(0);
    let mut starts = Vec::with_capacity(count);
    let mut tracks = Vec::new();
    let mut at = 0;
    for layer in 0..count {
        starts.push(at);
        let tall = stops.iter().filter(|stop| stop.layer == layer).map(|stop| stop.size.along).max().unwrap_or(0);
        at += tall;
        if layer + 1 == count {
            break;
        }
        // Lines that leave one node share a crossway, those of others have their own where they would touch.
        let mut rows: Vec<Vec<(usize, usize, usize)>> = Vec::new();
        let pairs = ways.iter().flat_map(|way| way.windows(2)).filter(|pair| stops[pair[0]].layer == layer);
        let mut sorted: Vec<(usize, usize)> = pairs.map(|pair| (pair[0], pair[1])).collect();
        sorted.sort_unstable();
        sorted.dedup();
        for (from, to) in sorted {
            let (one, other) = (middle(&stops[from]), middle(&stops[to]));
            let (low, high) = (one.min(other), one.max(other));
            if low == high {
                tracks.push(((from, to), at));
                continue;
            }
            let free = |row: &Vec<(usize, usize, usize)>| {
                row.iter().all(|(owner, left, right)| *owner == from || high + 1 < *left || *right + 1 < low)
            };
            let row = rows.iter().position(free).unwrap_or_else(|| {
                rows.push(Vec::new());
                rows.len() - 1
            });
            rows[row].push((from, low, high));
            tracks.push(((from, to), at + row));
        }
        at += rows.len().max(1) + gap;
        let first = at - gap - rows.len().max(1);
        for (pair, track) in &mut tracks {
            if stops[pair.0].layer == layer {
                // A cell of straight line before the crossways begin.
                *track = (*track).max(first) + gap / 2;
            }
        }
    }
    (starts, tracks, at)
}

fn path(way: &[usize], stops: &[Stop], starts: &[usize], tracks: &[((usize, usize), usize)]) -> Path {
    let mut points = Vec::new();
    for pair in way.windows(2) {
        let (from, to) = (&stops[pair[0]], &stops[pair[1]]);
        let track = tracks.iter().find(|(known, _)| *known == (pair[0], pair[1])).map_or(0, |(_, track)| *track);
        let (out, into) = (middle(from), middle(to));
        let leave = starts[from.layer] + from.size.along.saturating_sub(1);
        points.push((leave, out));
        points.push((track, out));
        points.push((track, into));
        points.push((starts[to.layer], into));
    }
    points.dedup();
    Path { points, ..Path::default() }
}

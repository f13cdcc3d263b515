//! The drawing characters, in two alphabets: box drawing, and plain ASCII for terminals and fonts without it.

/// Every character a view may draw that is not text. One column wide each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glyphs {
    /// Whether this is the ASCII alphabet; also: key names in words.
    pub ascii: bool,
    /// Horizontal thin rule.
    pub rule: &'static str,
    /// Vertical thin rule.
    pub wall: &'static str,
    /// A wall meeting a rule below it.
    pub foot: &'static str,
    /// A wall hanging from a rule above it.
    pub head: &'static str,
    /// A rule crossing a wall.
    pub cross: &'static str,
    /// One environment of the fleet.
    pub cell: &'static str,
    /// The same, where several states must differ without colour: starting, running, idle, throttled.
    pub starting: &'static str,
    /// Running, without colour.
    pub running: &'static str,
    /// Idle, without colour.
    pub idle: &'static str,
    /// The same three for an environment that is kept ready by provisioned concurrency.
    pub kept: [&'static str; 3],
    /// Throttled, without colour.
    pub throttled: &'static str,
    /// The left edge of a callout.
    pub edge: &'static str,
    /// Before what can be closed.
    pub unfolded: &'static str,
    /// A step of progress made.
    pub full: &'static str,
    /// A step of progress to come.
    pub empty: &'static str,
    /// A star earned.
    pub star: &'static str,
    /// A star not (yet) earned.
    pub no_star: &'static str,
    /// Between the parts of a path.
    pub path: &'static str,
    /// Before an item of a list.
    pub bullet: &'static str,
    /// Before what is done.
    pub done: &'static str,
    /// Before what failed.
    pub failed: &'static str,
    /// Before what is open.
    pub open: &'static str,
    /// Before what is chosen in a list.
    pub chosen: &'static str,
    /// The run's clock moves.
    pub playing: &'static str,
    /// The run's clock stands.
    pub paused: &'static str,
    /// Time that was played, on the bar of time.
    pub track: &'static str,
    /// The present moment on it.
    pub here: &'static str,
    /// A mark on a time axis.
    pub mark: &'static str,
    /// The text cursor in an input of ours.
    pub cursor: &'static str,
    /// Text goes on beyond the edge.
    pub more: &'static str,
    /// There is more above, more below.
    pub up: &'static str,
    /// See `up`.
    pub down: &'static str,
    /// Between two facts in a title.
    pub dot: &'static str,
    /// Speed: times.
    pub times: &'static str,
    /// Roughly.
    pub about: &'static str,
    /// Initialisation in a timeline bar.
    pub init: &'static str,
    /// Waiting in a timeline bar.
    pub queued: &'static str,
    /// Running in a timeline bar.
    pub bar: &'static str,
    /// Columns of a chart from one eighth to full height.
    pub eighths: [&'static str; 8],
}

impl Glyphs {
    /// Box drawing and blocks.
    pub const UNICODE: Self = Self {
        ascii: false,
        rule: "─",
        wall: "│",
        foot: "┴",
        head: "┬",
        cross: "┼",
        cell: "■",
        starting: "◧",
        running: "■",
        idle: "□",
        kept: ["◈", "◆", "◇"],
        throttled: "×",
        edge: "▎",
        unfolded: "▾",
        full: "▰",
        empty: "▱",
        star: "★",
        no_star: "☆",
        path: "›",
        bullet: "•",
        done: "✓",
        failed: "✗",
        open: "·",
        chosen: "›",
        playing: "▶",
        paused: "‖",
        track: "━",
        here: "●",
        mark: "▴",
        cursor: "▏",
        more: "…",
        up: "↑",
        down: "↓",
        dot: "·",
        times: "×",
        about: "≈",
        init: "░",
        queued: "·",
        bar: "▇",
        eighths: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
    };

    /// Nothing beyond ASCII.
    pub const ASCII: Self = Self {
        ascii: true,
        rule: "-",
        wall: "|",
        foot: "+",
        head: "+",
        cross: "+",
        cell: "#",
        starting: "%",
        running: "#",
        idle: "o",
        kept: ["&", "@", "p"],
        throttled: "x",
        edge: "|",
        unfolded: "v",
        full: "#",
        empty: ".",
        star: "*",
        no_star: ".",
        path: ">",
        bullet: "*",
        done: "+",
        failed: "x",
        open: ".",
        chosen: ">",
        playing: ">",
        paused: "=",
        track: "=",
        here: "@",
        mark: "^",
        cursor: "_",
        more: "~",
        up: "^",
        down: "v",
        dot: "-",
        times: "x",
        about: "~",
        init: ":",
        queued: ".",
        bar: "=",
        eighths: ["_", "_", ".", ".", "-", "=", "#", "#"],
    };

    /// The alphabet for a terminal that can, or cannot, show more than ASCII.
    pub const fn new(ascii: bool) -> Self {
        if ascii { Self::ASCII } else { Self::UNICODE }
    }
}

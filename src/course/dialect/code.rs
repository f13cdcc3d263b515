//! Fences: inside them nothing is a dialect.

/// An open fence.
#[derive(Clone, Debug)]
pub struct Fence {
    tick: u8,
    length: usize,
    /// Whether each line begins with `>`.
    quoted: bool,
    /// How many containers were open around it.
    pub depth: usize,
    /// A template's own code block ends with this tag, not with ticks.
    pub tag: Option<String>,
}

impl Fence {
    /// The fence that a line opens, perhaps behind list or quote marks.
    pub fn opened(line: &str, depth: usize) -> Option<Self> {
        let (inside, quoted) = unmarked(line);
        let tick = inside.bytes().next().filter(|tick| matches!(tick, b'`' | b'~'))?;
        let length = inside.bytes().take_while(|byte| *byte == tick).count();
        let opens = length >= 3 && !(tick == b'`' && inside[length..].contains('`'));
        opens.then_some(Self { tick, length, quoted, depth, tag: None })
    }

    /// Code until a tag: six ticks, since nobody writes six.
    pub fn until(tag: &str, depth: usize) -> Self {
        Self { tick: b'`', length: 6, quoted: false, depth, tag: Some(tag.to_owned()) }
    }

    /// Whether this line ends it.
    pub fn closed_by(&self, line: &str) -> bool {
        let line = if self.quoted { line.trim_start_matches(['>', ' ']) } else { line };
        let bare = line.trim();
        bare.len() >= self.length && bare.bytes().all(|byte| byte == self.tick)
    }

    /// Whether this line cannot be in it, since the quote has ended.
    pub fn left_by(&self, line: &str) -> bool {
        self.quoted && !line.trim_start().starts_with('>')
    }
}

/// A line without the marks of quotes and items before it, and whether it is quoted.
pub fn unmarked(line: &str) -> (&str, bool) {
    let mut rest = line.trim_start();
    let mut quoted = false;
    loop {
        let item = rest.strip_prefix(['-', '*', '+']).or_else(|| numbered(rest)).filter(|rest| rest.starts_with(' '));
        if let Some(inside) = rest.strip_prefix('>') {
            quoted = true;
            rest = inside.trim_start();
        } else if let Some(inside) = item {
            rest = inside.trim_start();
        } else {
            return (rest, quoted);
        }
    }
}

/// Whether a line begins an item of a list.
pub fn is_item(line: &str) -> bool {
    let rest = line.trim_start();
    let after = rest.strip_prefix(['-', '*', '+']).or_else(|| numbered(rest));
    after.is_some_and(|after| after.is_empty() || after.starts_with([' ', '\t']))
}

fn numbered(line: &str) -> Option<&str> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=9).contains(&digits) { line[digits..].strip_prefix(['.', ')']) } else { None }
}

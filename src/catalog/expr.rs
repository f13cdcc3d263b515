//! `{= fmt(lambda.gb_second * 10, "usd")}`: arithmetic over named values, exact, pure, and always finite.
//!
//! ```text
//! sum     = product (("+" | "-") product)*
//! product = sign (("*" | "/") sign)*
//! sign    = "-"* atom
//! atom    = number | name | call | "(" sum ")"
//! call    = ("min" | "max" | "ceil" | "floor" | "round" | "fmt") "(" argument ("," argument)* ")"
//! ```
//! There are no loops and no definitions, the text and the depth are bounded, and every step is checked integer
//! arithmetic on fractions: an expression gives a value or a problem with its place, never a panic.

use std::fmt;
use std::ops::Range;

use num_rational::Ratio;
use num_traits::{CheckedAdd, CheckedDiv, CheckedMul, CheckedSub, Signed, Zero};

use crate::problem::Problem;

/// An exact number.
pub type Exact = Ratio<i128>;

/// An expression in prose is a line; longer ones are mistakes.
const TEXT_MAX: usize = 1_000;

/// Numerators and denominators stay below this, far from where 128 bits would overflow inside a rounding.
const SIZE_MAX: i128 = 10_i128.pow(30);

/// Deeper brackets than this are mistakes; each level is one call on the stack.
const DEPTH_MAX: usize = 32;

/// The functions an expression may call.
pub const FUNCTIONS: [&str; 6] = ["min", "max", "ceil", "floor", "round", "fmt"];

/// The formats of `fmt`.
pub const FORMATS: [&str; 4] = ["usd", "ms", "int", "pct"];

/// Where names get their values: the catalog, a question's drawn numbers, or both.
pub trait Names {
    /// The value of a name.
    fn number(&self, name: &str) -> Option<Exact>;

    /// Every name, for suggestions.
    fn all(&self) -> Vec<String>;
}

/// What an expression comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A number.
    Number(Exact),
    /// A number made readable by `fmt`.
    Text(String),
}

/// The value of an expression, and the names it used in order of first use.
///
/// # Errors
/// A problem with its place in `text`: an unknown name, a division by zero, or what could not be read.
pub fn evaluate(text: &str, names: &dyn Names) -> Result<(Answer, Vec<String>), Problem> {
    if text.len() > TEXT_MAX {
        return Err(Problem::error(0..0, format!("this expression has more than {TEXT_MAX} characters")));
    }
    let mut reader = Reader { text, at: 0, depth: 0, names, used: Vec::new() };
    let answer = reader.answer()?;
    reader.blanks();
    if reader.at < text.len() {
        let rest = reader.at..text.len();
        return Err(Problem::error(rest.clone(), format!("`{}` does not belong here", text[rest].trim_end())));
    }
    Ok((answer, reader.used))
}

/// The number an expression comes to, for graders.
///
/// # Errors
/// As `evaluate`; also when the expression is a text.
pub fn number(text: &str, names: &dyn Names) -> Result<Exact, Problem> {
    match evaluate(text, names)?.0 {
        Answer::Number(number) => Ok(number),
        Answer::Text(_) => Err(Problem::error(0..text.len(), "a number is needed here, not a text made by fmt")),
    }
}

/// A decimal such as `0.0000166667`, `1e6` or `300`, exactly.
pub fn exact(text: &str) -> Option<Exact> {
    let (digits, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let exponent: i32 = exponent.parse().ok().filter(|exponent| (-18..=18).contains(exponent))?;
    let (negative, digits) = digits.strip_prefix('-').map_or((false, digits), |rest| (true, rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let plain = format!("{whole}{fraction}");
    if plain.is_empty() || plain.len() > 24 || !plain.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let numerator: i128 = plain.parse().ok()?;
    let shift = exponent - i32::try_from(fraction.len()).ok()?;
    let power = 10_i128.checked_pow(shift.unsigned_abs()).filter(|power| *power < SIZE_MAX)?;
    let size = if shift < 0 {
        Ratio::new(numerator, power)
    } else {
        Ratio::from_integer(numerator.checked_mul(power).filter(|size| *size < SIZE_MAX)?)
    };
    Some(if negative { -size } else { size })
}

/// The nearest float.
pub fn as_f64(number: Exact) -> f64 {
    *number.numer() as f64 / *number.denom() as f64
}

impl Answer {
    /// As a reader sees it.
    pub fn shown(&self) -> String {
        match self {
            Self::Number(number) => plain(*number),
            Self::Text(text) => text.clone(),
        }
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.shown())
    }
}

/// A number in one of the `FORMATS`; `None` for another name.
pub fn format(number: Exact, format: &str) -> Option<String> {
    match format {
        "usd" => Some(dollars(number)),
        "ms" => Some(format!("{}\u{a0}ms", grouped(&decimal(number, 1)))),
        "int" => Some(grouped(&decimal(number, 0))),
        "pct" => Some(percent(number)),
        _ => None,
    }
}

fn percent(number: Exact) -> String {
    let hundred = number.checked_mul(&Ratio::from_integer(100));
    hundred.map_or_else(
        || format!("{:.2}\u{a0}%", as_f64(number) * 100.0),
        |share| format!("{}\u{a0}%", decimal(share, 2)),
    )
}

/// A list price keeps all its decimals, because a reader compares it with the provider's page; a computed amount is rounded.
fn dollars(number: Exact) -> String {
    let size = number.abs();
    let one = Ratio::from_integer(1);
    let exact = decimal(size, 12);
    let decimals = exact.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    let text = match decimals {
        0..=11 if size < one => exact,
        _ if size < Ratio::new(1, 10_000) => decimal(size, 8),
        _ if size < one => decimal(size, 4),
        _ => decimal(size, 2),
    };
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let sign = if number.is_negative() { "-" } else { "" };
    format!("{sign}${}.{fraction:0<2}", grouped(whole))
}

/// At most four decimals, thousands apart.
fn plain(number: Exact) -> String {
    let digits = if number.abs() >= Ratio::from_integer(1) || number.is_zero() { 4 } else { 12 };
    grouped(&decimal(number, digits))
}

/// Rounded half away from zero to `digits` decimals, without trailing zeros.
fn decimal(number: Exact, digits: u32) -> String {
    let scale = 10_i128.pow(digits);
    let (mut whole, fraction) = (number.trunc().to_integer().abs(), number.fract().abs());
    let scaled = fraction.checked_mul(&Ratio::from_integer(scale)).map(|scaled| scaled.round().to_integer());
    // A fraction too fine for exact scaling has far more than twelve figures; a float is right in all that are shown.
    let mut scaled = scaled.unwrap_or_else(|| (as_f64(fraction) * scale as f64).round() as i128);
    if scaled >= scale {
        whole += 1;
        scaled -= scale;
    }
    let sign = if number.is_negative() && (whole, scaled) != (0, 0) { "-" } else { "" };
    let fraction = format!("{scaled:0width$}", width = digits as usize);
    let fraction = if digits == 0 { "" } else { fraction.trim_end_matches('0') };
    let dot = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{whole}{dot}{fraction}")
}

/// `1234567.5` → `1,234,567.5`
fn grouped(text: &str) -> String {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
    let (whole, fraction) = digits.find('.').map_or((digits, ""), |dot| digits.split_at(dot));
    let mut groups: Vec<&str> = Vec::new();
    let mut rest = whole;
    while rest.len() > 3 {
        let (front, group) = rest.split_at(rest.len() - 3);
        groups.push(group);
        rest = front;
    }
    groups.push(rest);
    groups.reverse();
    format!("{sign}{}{fraction}", groups.join(","))
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    names: &'a dyn Names,
    used: Vec<String>,
}

type Outcome<T> = Result<T, Problem>;

impl Reader<'_> {
    /// The whole expression: only here may a text stand.
    fn answer(&mut self) -> Outcome<Answer> {
        self.blanks();
        let is_fmt = self.text[self.at..].starts_with("fmt") && self.text[self.at + 3..].trim_start().starts_with('(');
        if is_fmt {
            self.at += 3;
            return self.fmt_call();
        }
        self.sum().map(Answer::Number)
    }

    fn sum(&mut self) -> Outcome<Exact> {
        self.deeper()?;
        let mut left = self.product()?;
        while let Some((at, sign)) = self.one_of("+-") {
            let right = self.product()?;
            let result = if sign == '+' { left.checked_add(&right) } else { left.checked_sub(&right) };
            left = self.bounded(result, at)?;
        }
        self.depth -= 1;
        Ok(left)
    }

    fn product(&mut self) -> Outcome<Exact> {
        let mut left = self.signed()?;
        while let Some((at, sign)) = self.one_of("*/") {
            let right = self.signed()?;
            if sign == '/' && right.is_zero() {
                return Err(Problem::error(at..self.at, "division by zero"));
            }
            let result = if sign == '*' { left.checked_mul(&right) } else { left.checked_div(&right) };
            left = self.bounded(result, at)?;
        }
        Ok(left)
    }

    fn signed(&mut self) -> Outcome<Exact> {
        let mut negative = false;
        while self.one_of("-").is_some() {
            negative = !negative;
        }
        let number = self.atom()?;
        Ok(if negative { -number } else { number })
    }

    fn atom(&mut self) -> Outcome<Exact> {
        if self.one_of("(").is_some() {
            let number = self.sum()?;
            self.expect(')')?;
            return Ok(number);
        }
        let span = self.word();
        let word = &self.text[span.clone()];
        if word.is_empty() {
            let found = self.text[self.at..].chars().next().map_or("the end".to_owned(), |c| format!("`{c}`"));
            return Err(Problem::error(
                self.at..self.text.len(),
                format!("a number or a name is missing before {found}"),
            ));
        }
        if word.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
            let number = exact(&word.replace('_', ""));
            return number.ok_or_else(|| Problem::error(span, format!("`{word}` is not a number")));
        }
        if self.text[self.at..].trim_start().starts_with('(') { self.call(word, span) } else { self.name(word, span) }
    }

    fn name(&mut self, word: &str, span: Range<usize>) -> Outcome<Exact> {
        let Some(number) = self.names.number(word) else {
            let known = self.names.all();
            let nearest = crate::problem::nearest(word, known.iter().map(String::as_str));
            let problem = Problem::error(span, format!("unknown name `{word}`"));
            return Err(match nearest {
                Some(name) => problem.with_help(format!("did you mean `{name}`?")),
                None => problem,
            });
        };
        if !self.used.iter().any(|used| used == word) {
            self.used.push(word.to_owned());
        }
        Ok(number)
    }

    fn call(&mut self, word: &str, span: Range<usize>) -> Outcome<Exact> {
        match word {
            "min" => self.fold(Exact::min),
            "max" => self.fold(Exact::max),
            "ceil" => self.single(&span).map(|number| number.ceil()),
            "floor" => self.single(&span).map(|number| number.floor()),
            "round" => self.rounded(&span),
            "fmt" => Err(Problem::error(span, "fmt can only stand around a whole expression")),
            _ => Err(Problem::unknown(span, "function", word, FUNCTIONS)),
        }
    }

    fn arguments(&mut self) -> Outcome<Vec<Exact>> {
        self.expect('(')?;
        let mut found = vec![self.sum()?];
        while self.one_of(",").is_some() {
            found.push(self.sum()?);
        }
        self.expect(')')?;
        Ok(found)
    }

    fn fold(&mut self, pick: fn(Exact, Exact) -> Exact) -> Outcome<Exact> {
        let arguments = self.arguments()?;
        Ok(arguments.iter().copied().skip(1).fold(arguments[0], pick))
    }

    fn single(&mut self, span: &Range<usize>) -> Outcome<Exact> {
        match self.arguments()?[..] {
            [number] => Ok(number),
            _ => Err(Problem::error(span.clone(), "this function takes one number")),
        }
    }

    /// `round(x)` or `round(x, digits)`.
    fn rounded(&mut self, span: &Range<usize>) -> Outcome<Exact> {
        let (number, digits) = match self.arguments()?[..] {
            [number] => (number, 0),
            [number, digits] => (number, digits.to_integer().clamp(0, 12)),
            _ => return Err(Problem::error(span.clone(), "round takes a number, and perhaps how many decimals")),
        };
        let scale = Ratio::from_integer(10_i128.pow(digits as u32));
        let scaled = self.bounded(number.checked_mul(&scale), span.start)?;
        Ok(scaled.round() / scale)
    }

    fn fmt_call(&mut self) -> Outcome<Answer> {
        self.expect('(')?;
        let number = self.sum()?;
        self.expect(',')?;
        let span = self.quoted()?;
        self.expect(')')?;
        let name = &self.text[span.clone()];
        let text = format(number, name).ok_or_else(|| Problem::unknown(span, "format", name, FORMATS))?;
        Ok(Answer::Text(text))
    }

    /// The bytes between two quotes.
    fn quoted(&mut self) -> Outcome<Range<usize>> {
        self.blanks();
        let rest = &self.text[self.at..];
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\'' | '“' | '”'));
        let inside = quote.map(|quote| self.at + quote.len_utf8());
        let end = inside.and_then(|start| self.text[start..].find(['"', '\'', '”', '“']).map(|length| start + length));
        let (Some(start), Some(end)) = (inside, end) else {
            return Err(Problem::error(self.at..self.text.len(), "a format in quotes is missing, such as \"usd\""));
        };
        self.at = end + self.text[end..].chars().next().map_or(1, char::len_utf8);
        Ok(start..end)
    }

    fn blanks(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }

    /// Takes the next sign if it is one of these.
    fn one_of(&mut self, signs: &str) -> Option<(usize, char)> {
        self.blanks();
        let sign = self.text[self.at..].chars().next().filter(|&c| signs.contains(c))?;
        self.at += sign.len_utf8();
        Some((self.at - sign.len_utf8(), sign))
    }

    fn expect(&mut self, sign: char) -> Outcome<()> {
        self.blanks();
        if self.text[self.at..].starts_with(sign) {
            self.at += sign.len_utf8();
            return Ok(());
        }
        Err(Problem::error(self.at..self.at, format!("`{sign}` is missing here")))
    }

    /// A number or a name; names contain dots.
    fn word(&mut self) -> Range<usize> {
        self.blanks();
        let rest = &self.text[self.at..];
        let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '.')).unwrap_or(rest.len());
        self.at += length;
        self.at - length..self.at
    }

    fn deeper(&mut self) -> Outcome<()> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(Problem::error(self.at..self.at, format!("more than {DEPTH_MAX} brackets inside each other")));
        }
        Ok(())
    }

    fn bounded(&self, result: Option<Exact>, at: usize) -> Outcome<Exact> {
        let small = |number: &Exact| number.numer().abs() < SIZE_MAX && *number.denom() < SIZE_MAX;
        result.filter(small).ok_or_else(|| Problem::error(at..self.at, "this number becomes too large"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Some3;

    impl Names for Some3 {
        fn number(&self, name: &str) -> Option<Exact> {
            match name {
                "lambda.gb_second" => exact("0.0000166667"),
                "n" => exact("20"),
                "warm" => exact("3"),
                _ => None,
            }
        }
        fn all(&self) -> Vec<String> {
            ["lambda.gb_second", "n", "warm"].map(str::to_owned).to_vec()
        }
    }

    fn shown(text: &str) -> String {
        match evaluate(text, &Some3) {
            Ok((answer, _)) => answer.shown(),
            Err(problem) => format!("{}: {}", problem.span.start, problem.message),
        }
    }

    #[test]
    fn an_expression_comes_to_this() {
        for (text, expected) in [
            ("1 + 2 * 3", "7"),
            ("(1 + 2) * -3", "-9"),
            ("10 / 4", "2.5"),
            ("max(0, n - warm)", "17"),
            ("min(n, warm, 1)", "1"),
            ("ceil(7 / 2) + floor(7 / 2) + round(2.5)", "10"),
            ("round(2 / 3, 2)", "0.67"),
            ("1_000_000", "1,000,000"),
            ("lambda.gb_second", "0.0000166667"),
            ("fmt(lambda.gb_second, \"usd\")", "$0.0000166667"),
            ("fmt(lambda.gb_second * 1000000, \"usd\")", "$16.67"),
            ("fmt(1234567.5, \"usd\")", "$1,234,567.50"),
            ("fmt(1/3, \"usd\")", "$0.3333"),
            ("fmt(-2.5, \"usd\")", "-$2.50"),
            ("fmt(3200, \"ms\")", "3,200\u{a0}ms"),
            ("fmt(n * 1000, 'int')", "20,000"),
            ("fmt(0.025, \"pct\")", "2.5\u{a0}%"),
            ("0 - 0.4", "-0.4"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn a_mistake_has_its_place() {
        for (text, expected) in [
            ("", "0: a number or a name is missing before the end"),
            ("1 +", "3: a number or a name is missing before the end"),
            ("2 * lamda.gb_second", "4: unknown name `lamda.gb_second`"),
            ("sqrt(2)", "0: unknown function `sqrt`"),
            ("1 / (n - 20)", "2: division by zero"),
            ("fmt(1, \"eur\")", "8: unknown format `eur`"),
            ("fmt(1)", "5: `,` is missing here"),
            ("1 2", "2: `2` does not belong here"),
            ("1 + fmt(1, \"usd\")", "4: fmt can only stand around a whole expression"),
            ("1e18 * 1e11 * 1e18", "12: this number becomes too large"),
            ("1.2.3", "0: `1.2.3` is not a number"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn depth_and_length_are_bounded() {
        assert!(shown(&"(".repeat(900)).contains("more than 32 brackets"));
        assert!(shown(&"-".repeat(999)).contains("missing before the end"));
        assert!(shown(&"1+".repeat(900)).contains("more than 1000 characters"));
    }

    #[test]
    fn an_unknown_name_has_a_nearest_one() {
        let problem = evaluate("lambda.gb_secnd", &Some3).unwrap_err();
        assert_eq!(problem.help.as_deref(), Some("did you mean `lambda.gb_second`?"));
    }
}

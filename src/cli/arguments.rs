//! What several subcommands take: a stretch of time, a seed, a setting and its value.

use crate::lab::quantity::{self, Bare};
use crate::units::Span;

pub(super) fn parse_time(text: &str) -> Result<Span, String> {
    match quantity::span(text, Bare::Seconds)? {
        Span::ZERO => Err("no time at all".to_owned()),
        span => Ok(span),
    }
}

pub(super) fn parse_seed(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| "a seed is a whole number".to_owned())
}

pub(super) fn parse_setting(text: &str) -> Result<(String, String), String> {
    let (target, value) = text.split_once('=').ok_or("write SETTING=VALUE, as in functions.hello.memory_mb=512")?;
    Ok((target.trim().to_owned(), value.trim().to_owned()))
}

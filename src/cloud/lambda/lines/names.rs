//! Ids and times as a log prints them. They depend on the run and on what they name only, so that looking draws no random number.

use super::{Lines, Page};
use crate::cloud::{Runtime, RuntimeVersion, Traced};
use crate::sim::{Fingerprint, Streams};
use crate::units::{EnvironmentId, InvocationId, Moment, RequestId, Span};

/// A request's trace.
pub(super) struct Trace {
    /// `1-65e8a1b2-…`: when it began, in hexadecimal seconds, and 96 bits.
    pub(super) root: String,
    /// The segment that Lambda itself records.
    pub(super) segment: String,
    /// The segment of the function, in which the handler runs.
    pub(super) span: String,
    pub(super) sampled: bool,
}

impl Lines<'_> {
    /// A request id.
    pub(super) fn request(&self, id: InvocationId) -> RequestId {
        request_id(self.streams, id)
    }

    /// The trace of a request whose handler began at `began`; none where nobody traces.
    pub(super) fn trace(&self, id: InvocationId, began: Moment, traced: Traced) -> Option<Trace> {
        if traced == Traced::Off {
            return None;
        }
        let mut stream = self.streams.stream(&format!("trace/{}", id.0));
        let seconds = self.epoch_unix_s + began.0 / 1_000_000;
        let unique = (u128::from(stream.bits()) << 64 | u128::from(stream.bits())) >> 32;
        Some(Trace {
            root: format!("1-{seconds:08x}-{unique:024x}"),
            segment: format!("{:016x}", stream.bits()),
            span: format!("{:016x}", stream.bits()),
            sampled: traced == Traced::Sampled,
        })
    }

    /// The moment as a log prints it: `2026-01-01T00:00:03.000Z`.
    pub(super) fn calendar(&self, at: Moment) -> String {
        let seconds = self.epoch_unix_s + at.0 / 1_000_000;
        let (year, month, day) = civil_date(seconds / 86_400);
        let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
        let milli = at.0 / 1000 % 1000;
        format!("{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z")
    }
}

impl Page<'_> {
    /// The time of the entry.
    pub(super) fn time(&self) -> String {
        self.lines.calendar(self.at)
    }

    /// Which build of its runtime the environment has.
    pub(super) fn runtime_version(&self) -> RuntimeVersion {
        let name = match &self.function.runtimes[self.made.runtime as usize] {
            Runtime::Modelled => "modelled",
            Runtime::Named(name) => name,
        };
        let published = self.lines.facts.runtime_versions.get(name).cloned();
        published.unwrap_or_else(|| self.unpublished_version(name))
    }

    /// A name nobody publishes an ARN for gets one that is its own and never changes.
    fn unpublished_version(&self, name: &str) -> RuntimeVersion {
        let region = self.lines.region;
        let (first, second) = (Fingerprint::of(name), Fingerprint::of(&format!("{name}/{region}")));
        let arn = format!("arn:aws:lambda:{region}::runtime:{first:032x}{second:032x}");
        RuntimeVersion { name: name.to_owned(), arn }
    }

    /// An environment as its log names it: the date, the function, the version and 128 bits.
    pub(super) fn instance(&self, environment: EnvironmentId) -> String {
        let (year, month, day) = date_of(self.lines.epoch_unix_s, self.at);
        let bits = instance_bits(self.lines.streams, environment);
        format!("{year}/{month:02}/{day:02}/{}[{}]{bits:032x}", self.function.name, self.version())
    }
}

/// A request id.
pub(in crate::cloud::lambda) fn request_id(streams: Streams, id: InvocationId) -> RequestId {
    let mut stream = streams.stream(&format!("request/{}", id.0));
    RequestId::from_bits(u128::from(stream.bits()) << 64 | u128::from(stream.bits()))
}

/// What tells an environment from all others, in its log.
pub(in crate::cloud::lambda) fn instance_bits(streams: Streams, environment: EnvironmentId) -> u128 {
    let mut stream = streams.stream(&format!("instance/{}", environment.0));
    u128::from(stream.bits()) << 64 | u128::from(stream.bits())
}

/// The year, month and day of a moment.
pub(in crate::cloud::lambda) const fn date_of(epoch_unix_s: u64, at: Moment) -> (u64, u64, u64) {
    civil_date((epoch_unix_s + at.0 / 1_000_000) / 86_400)
}

/// Milliseconds with two decimals, rounded half up.
pub(super) fn millis(span: Span) -> String {
    let hundredths = hundredths(span);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// The same as a number.
pub(super) fn millis_number(span: Span) -> f64 {
    hundredths(span) as f64 / 100.0
}

const fn hundredths(span: Span) -> u64 {
    (span.0 + 5) / 10
}

/// Year, month and day of a number of days since 1970 (Howard Hinnant's `civil_from_days`).
const fn civil_date(days: u64) -> (u64, u64, u64) {
    let shifted = days + 719_468;
    let era = shifted / 146_097;
    let day_of_era = shifted % 146_097;
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    (year_of_era + era * 400 + (month <= 2) as u64, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_number_becomes_a_date() {
        for (days, date) in
            [(0, (1970, 1, 1)), (11_016, (2000, 2, 29)), (20_454, (2026, 1, 1)), (20_777, (2026, 11, 20))]
        {
            assert_eq!(civil_date(days), date);
        }
    }

    #[test]
    fn milliseconds_have_two_decimals() {
        assert_eq!(
            [203_691, 38_655, 3_000_000, 5].map(|micros| millis(Span(micros))),
            ["203.69", "38.66", "3000.00", "0.01"]
        );
    }
}

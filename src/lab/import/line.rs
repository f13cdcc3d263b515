//! REPORT lines in whatever they come wrapped.
//!
//! A REPORT line of text and a `platform.report` of JSON are looked for anywhere in a line, with tabs as tabs or as `\t`, with
//! quotes as quotes or as `\"`: so an export, `aws logs tail`, `filter-log-events` and a table of Logs Insights read alike.

use super::Findings;
use super::when::calendar;
use crate::units::Span;

/// One REPORT line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// When it was written, in microseconds since 1970, where the log says so.
    pub at: Option<u64>,
    /// Duration.
    pub duration: Span,
    /// Init Duration, of a cold start.
    pub init: Option<Span>,
    /// Restore Duration, of a start from a snapshot.
    pub restore: Option<Span>,
    /// Billed Duration.
    pub billed_ms: u64,
    /// Memory Size.
    pub memory_mb: u32,
    /// Max Memory Used.
    pub used_mb: u32,
    /// Whether it ended at the timeout.
    pub timed_out: bool,
    /// Whether it failed in another way that the line names.
    pub failed: bool,
}

/// A piece of a line that is longer than this is read without its end.
const PIECE_MAX: usize = 256 * 1024;
/// A REPORT line, or an object, is shorter than this.
const REPORT_MAX: usize = 4_096;
/// No invocation, and no start, is longer than a day.
const LONGEST_MS: f64 = 86_400_000.0;

const TEXT: &str = "REPORT RequestId:";
const JSON: &str = "platform.report";

/// Takes a log piece by piece.
#[derive(Debug, Default)]
pub struct Reports {
    rest: String,
    /// The last time that stood on a line of its own, as in a document that is broken into lines.
    last_time: Option<u64>,
    /// What was found.
    pub findings: Findings,
}

impl Reports {
    /// The next piece of the log; where it is cut is of no importance.
    pub fn take(&mut self, piece: &str) {
        let mut text = std::mem::take(&mut self.rest);
        text.push_str(piece);
        let whole = text.rfind('\n').map_or(0, |end| end + 1);
        text[..whole].split_inclusive('\n').for_each(|line| self.line(line));
        self.rest = text.split_off(whole);
        if self.rest.len() > PIECE_MAX {
            self.long_line();
        }
    }

    /// The log is over.
    pub fn finish(mut self) -> Findings {
        let line = std::mem::take(&mut self.rest);
        self.line(&line);
        self.findings
    }

    /// A document without line breaks: all up to its last report is read now, and no report is cut in two. Before a report
    /// stands its event with the time, and before that the event above ends with a brace.
    fn long_line(&mut self) {
        let mut sure = self.rest.len() - REPORT_MAX;
        while !self.rest.is_char_boundary(sure) {
            sure -= 1;
        }
        let last = [TEXT, JSON].iter().filter_map(|mark| self.rest[..sure].rfind(mark)).max();
        let before = last.map(|last| self.rest[..last].rfind('}').map_or(last, |brace| brace + 1));
        let cut = before.filter(|cut| *cut > 0).unwrap_or(sure);
        let tail = self.rest.split_off(cut);
        let line = std::mem::replace(&mut self.rest, tail);
        self.line(&line);
    }

    fn line(&mut self, line: &str) {
        self.findings.note_inits(line);
        let marks = [TEXT, JSON];
        let mut from = 0;
        let mut found = false;
        while let Some(start) = marks.iter().filter_map(|mark| Some(from + line[from..].find(mark)?)).min() {
            let is_text = line[start..].starts_with(TEXT);
            let after = start + if is_text { TEXT.len() } else { JSON.len() };
            let next = marks.iter().filter_map(|mark| Some(after + line[after..].find(mark)?)).min();
            let end = bounded(line, start, next.unwrap_or(line.len()));
            let before = &line[from..start];
            let at = self.time(before, &line[start..end], is_text);
            let report = if is_text { text(&line[start..end]) } else { json(&line[start..end]) };
            match report {
                Some(report) => {
                    self.findings.texts += u64::from(is_text);
                    self.findings.add(&Report { at, ..report });
                }
                None => self.findings.unreadable += 1,
            }
            (from, found) = (after, true);
        }
        if !found {
            self.note(line);
        }
    }

    /// When a report was written: said before it in its line, inside its object, or on a line before.
    fn time(&mut self, before: &str, report: &str, is_text: bool) -> Option<u64> {
        let inside =
            || if is_text { None } else { quoted_time(before, "\"time\"").or_else(|| quoted_time(report, "\"time\"")) };
        inside().or_else(|| epoch(before)).or_else(|| written(before)).or(self.last_time.take())
    }

    /// A line without a report may still tell the time of the next one, or the name of the function.
    fn note(&mut self, line: &str) {
        if let Some(at) = epoch(line) {
            self.last_time = Some(at);
        }
        self.findings.note_names(line);
    }
}

/// The end of a report, on a character's boundary.
pub(super) fn bounded(line: &str, start: usize, end: usize) -> usize {
    let mut end = end.min(start + REPORT_MAX);
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    end
}

/// `"timestamp": 1767225603000` of an API's answer, or `"at_us":3000000` of our own journal: the last one of `text`.
fn epoch(text: &str) -> Option<u64> {
    let number = |key: &str| {
        let after = &text[text.rfind(key)? + key.len()..];
        let digits: String =
            after.chars().skip_while(|c| matches!(c, ' ' | ':')).take_while(char::is_ascii_digit).collect();
        digits.parse::<u64>().ok()
    };
    let millis = number("\"timestamp\"").filter(|millis| (1_000_000_000..10_u64.pow(14)).contains(millis));
    let own = || number("\"at_us\"").filter(|micros| *micros < 10_u64.pow(17)).map(|micros| OWN_EPOCH_US + micros);
    millis.map(|millis| millis * 1_000).or_else(own)
}

/// Our own journals count from their first moment, which has a date.
const OWN_EPOCH_US: u64 = crate::cloud::EPOCH_UNIX_S * 1_000_000;

/// The last calendar time in `text`, as `aws logs tail` and tables put one before each line.
fn written(text: &str) -> Option<u64> {
    let starts = text.char_indices().rev().filter(|(_, character)| character.is_ascii_digit());
    starts.take(400).find_map(|(place, _)| calendar(&text[place..]))
}

/// A calendar time behind a key.
fn quoted_time(text: &str, key: &str) -> Option<u64> {
    let plain = text.replace("\\\"", "\"");
    let after = &plain[plain.rfind(key)? + key.len()..];
    calendar(after.trim_start_matches([' ', ':', '"']))
}

/// A REPORT line of text.
fn text(line: &str) -> Option<Report> {
    let end = line.find(['\n', '"']).unwrap_or(line.len());
    let line = &line[..end];
    let millis = |name: &str| field(line, name).and_then(span);
    let failed = field(line, "Status").map(str::to_owned);
    Some(Report {
        at: None,
        duration: millis("Duration")?,
        init: millis("Init Duration"),
        restore: millis("Restore Duration"),
        billed_ms: field(line, "Billed Duration").and_then(whole)?,
        memory_mb: field(line, "Memory Size").and_then(whole)? as u32,
        used_mb: field(line, "Max Memory Used").and_then(whole)? as u32,
        timed_out: failed.as_deref().is_some_and(|status| status.starts_with("timeout")),
        failed: failed.as_deref().is_some_and(|status| status.starts_with("error") || status.starts_with("failure")),
    })
}

/// What stands behind `name: `, where `name` is not the end of a longer one: `Duration` also ends `Billed Duration`.
fn field<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    line.match_indices(name).find_map(|(start, _)| {
        let before = line[..start].trim_end();
        let is_longer = ["Billed", "Init", "Restore"].iter().any(|word| before.ends_with(word));
        let value = line[start + name.len()..].strip_prefix(": ")?;
        (!is_longer).then(|| value.trim_start())
    })
}

/// A `platform.report` of JSON.
fn json(object: &str) -> Option<Report> {
    let object = object.replace("\\\"", "\"");
    let value = |key: &str| {
        let quoted = format!("\"{key}\"");
        let after = &object[object.find(&quoted)? + quoted.len()..];
        Some(after.trim_start_matches([' ', ':', '"']).to_owned())
    };
    let millis = |key: &str| value(key).and_then(|value| span(&value));
    let status = value("status").unwrap_or_default();
    Some(Report {
        at: None,
        duration: millis("durationMs")?,
        init: millis("initDurationMs"),
        restore: millis("restoreDurationMs"),
        billed_ms: value("billedDurationMs").and_then(|value| whole(&value))?,
        memory_mb: value("memorySizeMB").and_then(|value| whole(&value))? as u32,
        used_mb: value("maxMemoryUsedMB").and_then(|value| whole(&value))? as u32,
        timed_out: status.starts_with("timeout"),
        failed: status.starts_with("error") || status.starts_with("failure"),
    })
}

/// The number at the beginning of `text`, in milliseconds.
fn span(text: &str) -> Option<Span> {
    let digits: String = text.chars().take_while(|c| c.is_ascii_digit() || *c == '.').take(20).collect();
    let millis = digits.parse::<f64>().ok().filter(|millis| (0.0..=LONGEST_MS).contains(millis))?;
    Some(Span::from_millis_f64(millis))
}

fn whole(text: &str) -> Option<u64> {
    let digits: String = text.chars().take_while(char::is_ascii_digit).take(9).collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: &str = "REPORT RequestId: 6f1c0a3e-9d4b-4c1f-8a70-2b7c1f0de5e2\tDuration: 12.40 ms\tBilled Duration: 2813 ms\tMemory Size: 512 MB\tMax Memory Used: 90 MB\tInit Duration: 2800.11 ms\t";
    const OBJECT: &str = r#"{"time":"2026-01-01T00:00:03.000Z","type":"platform.report","record":{"requestId":"R","metrics":{"durationMs":12.4,"billedDurationMs":2813,"memorySizeMB":512,"maxMemoryUsedMB":90,"initDurationMs":2800.11},"status":"success"}}"#;
    const AT: u64 = 1_767_225_603_000_000;

    fn expected(at: Option<u64>) -> Report {
        Report {
            at,
            duration: Span(12_400),
            init: Some(Span(2_800_110)),
            restore: None,
            billed_ms: 2_813,
            memory_mb: 512,
            used_mb: 90,
            timed_out: false,
            failed: false,
        }
    }

    fn read(log: &str) -> Vec<Report> {
        let mut reports = Reports::default();
        reports.findings.keep_for_tests();
        reports.take(log);
        reports.finish().kept_for_tests()
    }

    #[test]
    fn every_wrapping_reads_alike() {
        let escaped = PLAIN.replace('\t', "\\t");
        let quoted = OBJECT.replace('"', "\\\"");
        for (log, at) in [
            (PLAIN.to_owned(), None),
            (format!("2026-01-01T00:00:03.000000+00:00 2026/01/01/[$LATEST]abc {PLAIN}\n"), Some(AT)),
            (format!("2026-01-01T00:00:03 {PLAIN}"), Some(AT)),
            (PLAIN.replace('\t', "  "), None),
            (OBJECT.to_owned(), Some(AT)),
            (format!("{{\"events\":[{{\"timestamp\": 1767225603000, \"message\": \"{escaped}\\n\"}}]}}"), Some(AT)),
            (format!("  \"timestamp\": 1767225603000,\n  \"message\": \"{escaped}\",\n"), Some(AT)),
            (format!("{{\"timestamp\":1767225603000,\"message\":\"{quoted}\\n\"}}"), Some(AT)),
            (format!("@timestamp,@message\n2026-01-01 00:00:03.000,\"{PLAIN}\"\n"), Some(AT)),
        ] {
            assert_eq!(read(&log), [expected(at)], "{log}");
        }
    }

    #[test]
    fn a_report_knows_how_it_ended() {
        let timeout = read(&format!("{PLAIN}Status: timeout"));
        assert!(timeout[0].timed_out && !timeout[0].failed);
        let error = read(&format!("{PLAIN}Status: error\tError Type: Runtime.ExitError"));
        assert!(error[0].failed && !error[0].timed_out);
    }

    #[test]
    fn where_the_log_is_cut_is_of_no_importance() {
        let log = format!("{PLAIN}\n{OBJECT}\n").repeat(3);
        let mut reports = Reports::default();
        reports.findings.keep_for_tests();
        log.as_bytes().chunks(7).for_each(|piece| reports.take(std::str::from_utf8(piece).unwrap()));
        assert_eq!(reports.finish().kept_for_tests().len(), 6);
    }

    #[test]
    fn a_document_without_line_breaks_is_read_in_pieces() {
        let event = format!("{{\"timestamp\":1767225603000,\"message\":\"{}\\n\"}},", PLAIN.replace('\t', "\\t"));
        let mut reports = Reports::default();
        reports.findings.keep_for_tests();
        let log = event.repeat(4_000);
        log.as_bytes().chunks(9_999).for_each(|piece| reports.take(std::str::from_utf8(piece).unwrap()));
        let found = reports.finish().kept_for_tests();
        assert_eq!(found.len(), 4_000);
        assert!(found.iter().all(|report| *report == expected(Some(AT))));
    }

    proptest::proptest! {
        #[test]
        fn nothing_in_a_log_makes_it_panic(pieces in proptest::collection::vec(
            proptest::prop_oneof!["\\PC{0,40}", "REPORT RequestId:", "platform\\.report", "\tDuration: [0-9.]{0,30} ms", "\"timestamp\": [0-9]{0,25}",
                "\\\\t(Billed Duration|Memory Size|Max Memory Used|Init Duration): [0-9]{0,12}", "\n", "\"(durationMs|billedDurationMs|memorySizeMB|maxMemoryUsedMB)\":[0-9.e]{0,9}", "[0-9:T. -]{0,25}"],
            0..40,
        )) {
            let mut reports = Reports::default();
            for piece in &pieces {
                reports.take(piece);
            }
            let findings = reports.finish();
            let _ = (findings.lab("f"), findings.notes());
        }
    }
}

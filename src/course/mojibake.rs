//! Text garbled by a wrong decoding, put right: `cafÃ©` was UTF-8 that somebody read as Windows-1252 and saved again.
//!
//! Only whole runs of characters are put right, and only where the outcome is one that people write; ordinary accents,
//! quotes and prices stay as they are. Whoever wants the text as it is in the file can have it: `Course::read_as_it_is`.

/// Text with its garbled runs put right, and how many characters that were; `None` if there are none.
pub fn repaired(text: &str) -> Option<(String, usize)> {
    // Every garbled character begins with one of these; a file without them is done after one look.
    let suspect =
        |c: char| matches!(c, 'Â' | 'Ã' | 'Ä' | 'Å' | 'Î' | 'Ï' | 'Ð' | 'Ñ' | '×' | 'Ø' | 'Ù' | 'à'..='ï' | 'ð');
    if !text.contains(suspect) {
        return None;
    }
    let runs = runs(text);
    let sure = runs.iter().any(|run| run.repair.is_sure);
    let (mut out, mut count, mut at) = (String::with_capacity(text.len()), 0, 0);
    for run in runs.iter().filter(|run| run.repair.is_sure || sure || run.repair.count >= LIKELY) {
        out.push_str(&text[at..run.start]);
        out.push_str(&run.repair.text);
        count += run.repair.count;
        at = run.end;
    }
    out.push_str(&text[at..]);
    (count > 0).then_some((out, count))
}

/// So many doubtful characters in a row are a word of another alphabet, garbled.
const LIKELY: usize = 3;

/// A stretch of garbled text.
struct Run {
    start: usize,
    end: usize,
    repair: Repair,
}

/// What a run says.
struct Repair {
    text: String,
    count: usize,
    /// Whether nobody would have written it on purpose.
    is_sure: bool,
}

/// Every run of characters that is wholly made of garbled ones.
fn runs(text: &str) -> Vec<Run> {
    let mut found = Vec::new();
    let mut bytes = Vec::new();
    let mut start = None;
    for (at, character) in text.char_indices().chain(std::iter::once((text.len(), ' '))) {
        match byte(character) {
            Some(byte) => {
                start.get_or_insert(at);
                bytes.push(byte);
            }
            None => {
                if let Some(start) = start.take()
                    && let Some(repair) = repair(&bytes)
                {
                    found.push(Run { start, end: at, repair });
                }
                bytes.clear();
            }
        }
    }
    found
}

/// The byte that a reader of Windows-1252 made this character of; places without a character there keep their number.
fn byte(character: char) -> Option<u8> {
    let code = u32::from(character);
    match code {
        0x80..=0xff => u8::try_from(code).ok(),
        _ if code < 0x80 => None,
        _ => super::clean::HIGH.iter().position(|high| *high == character).and_then(|at| u8::try_from(0x80 + at).ok()),
    }
}

fn repair(bytes: &[u8]) -> Option<Repair> {
    let (whole, cut) = match std::str::from_utf8(bytes) {
        Ok(whole) => (whole, false),
        // An emoji at the end that lost a byte on the way: it cannot be known any more and leaves a blank.
        Err(error) => {
            let (whole, rest) = bytes.split_at(error.valid_up_to());
            let lost = error.error_len().is_none() && rest.starts_with(&[0xf0, 0x9f]);
            (std::str::from_utf8(whole).ok().filter(|_| lost)?, true)
        }
    };
    let count = whole.chars().count() + usize::from(cut);
    let wide = whole.chars().filter(|c| is_of_a_long_word(*c)).count();
    if whole.chars().any(|c| !is_written_by_people(c)) || (wide > 0 && count < 2) {
        return None;
    }
    let is_sure = cut || whole.chars().any(is_unmistakable);
    let mut text = whole.to_owned();
    if cut {
        text.push(' ');
    }
    Some(Repair { text, count, is_sure })
}

/// Letters and signs of the languages people write; of what remains, `É\u{a0}:` and its like would make false finds.
fn is_written_by_people(character: char) -> bool {
    matches!(u32::from(character),
        0xa0..=0x17f | 0x370..=0x4ff | 0x590..=0x65f | 0x2000..=0x2bff | 0x3000..=0x9fff | 0xac00..=0xd7a3
        | 0xf900..=0xfeff | 0xff00..=0xffef | 0x1f000..=0x1faff | 0xe000..=0xf8ff)
}

/// `Ã©`, `â€™`, `ðŸ˜€`: no language writes these letters next to each other.
fn is_unmistakable(character: char) -> bool {
    matches!(u32::from(character), 0xa0..=0xff | 0x2000..=0x27ff | 0x2900..=0x2bff | 0xfe0f | 0xfeff | 0x1f000..=0x1faff)
}

/// Characters of three bytes that come in words: one alone is `é\u{a0}»`, which is French.
fn is_of_a_long_word(character: char) -> bool {
    matches!(u32::from(character), 0x3000..=0x9fff | 0xac00..=0xd7a3)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As a program garbles it: the bytes of UTF-8 read as Windows-1252.
    fn garbled(text: &str) -> String {
        super::super::clean::windows_1252(text.as_bytes())
    }

    #[test]
    fn what_was_garbled_reads_again() {
        for text in
            ["café — déjà vu", "“Don’t pay for idle”", "🧠 ⚙️ ❗️", "Привет", "日本語のテキスト", "5 °C ±2", "€5"]
        {
            let (found, count) = repaired(&garbled(text)).expect(text);
            assert_eq!(found, text);
            assert!(count > 0);
        }
        assert_eq!(repaired("cafÃ©, cafÃ©"), Some(("café, café".to_owned(), 2)));
    }

    #[test]
    fn an_emoji_that_lost_a_byte_leaves_a_blank() {
        let text = garbled("🌐");
        let cut: String = text.chars().take(3).collect();
        assert_eq!(repaired(&format!("{cut} the world")), Some(("  the world".to_owned(), 1)));
        // The brain's last byte is a no-break space.
        assert_eq!(repaired("ðŸ§\u{a0} think"), Some(("🧠 think".to_owned(), 1)));
    }

    #[test]
    fn ordinary_text_stays() {
        for text in [
            "café Straße °C ±2 日本語 🧠 ⚙️",
            "« été\u{a0}» et « déjà\u{a0}» : ÉTÉ\u{a0}: CAFÉ… “CAFÉ” É—È",
            "„Öl“ Ä… Å– ÜÖÄ ñ¿ ¡SÍ! NÃO MAÇÃ” ESPAÑ”",
            "für 5 € – naïve façade",
            "plain",
        ] {
            assert_eq!(repaired(text), None, "{text}");
        }
    }
}

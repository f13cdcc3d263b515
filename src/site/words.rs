//! Running text.

use maud::{Markup, html};

use super::addresses::encoded;
use super::{Here, Writer};
use crate::course::{Inline, include};

/// Pictures that a browser shows and that can run nothing when shown as one.
const PICTURES: [&str; 8] = ["png", "jpg", "jpeg", "gif", "webp", "svg", "avif", "bmp"];

impl Writer<'_> {
    /// A line with its marks.
    pub(super) fn words(&mut self, inlines: &[Inline], here: Here<'_>) -> Markup {
        let mut parts = Vec::new();
        for inline in inlines {
            parts.push(self.piece(inline, here));
        }
        html! { @for part in parts { (part) } }
    }

    fn piece(&mut self, inline: &Inline, here: Here<'_>) -> Markup {
        match inline {
            Inline::Text(text) => html! { (text) },
            Inline::Emphasis(inner) => html! { em { (self.words(inner, here)) } },
            Inline::Strong(inner) => html! { strong { (self.words(inner, here)) } },
            Inline::Strike(inner) => html! { s { (self.words(inner, here)) } },
            Inline::Mark(inner) => html! { mark { (self.words(inner, here)) } },
            Inline::Code(code) => html! { code { (code) } },
            Inline::Kbd(key) => html! { kbd { (key) } },
            Inline::Break => html! { br; },
            Inline::Link { target, text } => {
                let words = self.words(text, here);
                match self.addresses.link(&here.lesson.head.id, target) {
                    Some(address) => html! { a href=(address) { (words) } },
                    None => html! { span class="inert" { (words) } },
                }
            }
            Inline::FootnoteRef { number, .. } => {
                let page = here.page + 1;
                html! { sup { a href={ "#note-" (page) "-" (number) } id={ "ref-" (page) "-" (number) } { (number) } } }
            }
            Inline::Image { alt, target, .. } => self.image(alt, target, here),
            Inline::Value { text, expression, source, known } => html! {
                @if *known { data title=[(!source.is_empty()).then_some(source)] value=(expression) { (text) } }
                @else { code { (text) } }
            },
        }
    }

    /// A picture of the course; of one that is not there, or lies elsewhere, its words.
    pub(super) fn image(&mut self, alt: &str, target: &str, here: Here<'_>) -> Markup {
        let folder = here.lesson.source.name.rsplit_once('/').map_or("", |(folder, _)| folder);
        let path = include::resolve(&self.course.files, folder, target).ok();
        let ending = |path: &String| path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        let is_picture = |path: &String| ending(path).is_some_and(|ending| PICTURES.contains(&ending.as_str()));
        match path.filter(is_picture) {
            Some(path) => {
                let address = format!("files/{}", encoded(&path));
                self.pictures.insert(path);
                html! { img src=(address) alt=(alt) loading="lazy"; }
            }
            None => html! { span class="picture" role="img" aria-label=(alt) { (alt) } },
        }
    }
}

/// Words of a directive: paragraphs with `code` in them.
pub(super) fn said(text: &str) -> Markup {
    html! { @for paragraph in text.trim().split("\n\n") { p { (line(paragraph)) } } }
}

/// One line of such words.
pub(super) fn line(text: &str) -> Markup {
    let parts: Vec<&str> = text.split('`').collect();
    // A tick without its partner is a tick.
    let paired = parts.len() % 2 == 1;
    html! {
        @if paired {
            @for (place, part) in parts.iter().enumerate() {
                @if place % 2 == 1 { code { (part) } } @else { (part) }
            }
        } @else { (text) }
    }
}

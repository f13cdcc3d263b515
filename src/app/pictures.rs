//! Pictures of the page: which are wanted, and which have come. Reading and decoding them is done outside.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{App, Effect};
use crate::course::{Block, BlockKind, Image, include};

/// Pictures kept at a time: a page or two of them, at some megabytes each.
const KEPT_MAX: usize = 24;

/// A picture, decoded: rows of red, green and blue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Columns of pixels.
    pub width: usize,
    /// Rows of pixels.
    pub height: usize,
    /// One after the other, row by row.
    pub pixels: Arc<[[u8; 3]]>,
}

/// What is known of a picture.
#[derive(Clone, Debug, PartialEq)]
pub enum Sight {
    /// It is being read.
    Coming,
    /// Here it is.
    Seen(Picture),
    /// It cannot be shown, and why.
    Hidden(String),
}

/// The pictures of the lesson.
#[derive(Clone, Debug, Default)]
pub struct Pictures {
    /// Whether they are drawn, as the learner wants it; else their words are shown.
    pub shown: bool,
    /// By the course and the path in it.
    known: BTreeMap<(usize, String), Sight>,
    /// Changes with every picture that came.
    pub revision: u64,
}

impl App {
    /// What is known of a picture of the lesson on the screen; `None` when only its words are wanted.
    pub fn picture(&self, image: &Image) -> Option<&Sight> {
        if !self.pictures.shown {
            return None;
        }
        self.pictures.known.get(&self.picture_key(image)?)
    }

    /// Draws the pictures, or tells them in words again.
    pub(super) fn toggle_pictures(&mut self) -> Vec<Effect> {
        self.pictures.shown = !self.pictures.shown;
        self.pictures.revision += 1;
        self.pictures_to_load()
    }

    /// The pictures of the page that nobody has asked for yet.
    pub(super) fn pictures_to_load(&mut self) -> Vec<Effect> {
        if !self.pictures.shown {
            return Vec::new();
        }
        let Some(study) = self.study() else { return Vec::new() };
        let mut images = Vec::new();
        study.blocks().iter().for_each(|block| collect(block, &mut images));
        let keys: Vec<(usize, String)> =
            images.into_iter().take(KEPT_MAX).filter_map(|image| self.picture_key(image)).collect();
        let new: Vec<(usize, String)> = keys.into_iter().filter(|key| !self.pictures.known.contains_key(key)).collect();
        if self.pictures.known.len() + new.len() > KEPT_MAX {
            self.pictures.known.clear();
        }
        let mut effects = Vec::new();
        for (course, path) in new {
            self.pictures.known.insert((course, path.clone()), Sight::Coming);
            effects.push(Effect::LoadPicture { course, path });
        }
        effects
    }

    /// A picture came, or will not come.
    pub(super) fn picture_loaded(&mut self, course: usize, path: String, picture: Result<Picture, String>) {
        let sight = picture.map_or_else(Sight::Hidden, Sight::Seen);
        self.pictures.known.insert((course, path), sight);
        self.pictures.revision += 1;
    }

    /// Whether the page has pictures whose files are there.
    pub(super) fn page_has_pictures(&self) -> bool {
        self.study().is_some_and(|study| {
            let mut images = Vec::new();
            study.blocks().iter().for_each(|block| collect(block, &mut images));
            images.into_iter().any(|image| self.picture_key(image).is_some())
        })
    }

    /// The course and the path of a picture whose file is in the course folder.
    fn picture_key(&self, image: &Image) -> Option<(usize, String)> {
        let study = self.study()?;
        let files = &self.library.courses.get(study.course)?.files;
        let folder = study.lesson.head.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        include::resolve(files, folder, &image.target).ok().map(|path| (study.course, path))
    }
}

fn collect<'a>(block: &'a Block, images: &mut Vec<&'a Image>) {
    match &block.kind {
        BlockKind::Image(image) => images.push(image),
        // Thousands of items hold no pictures worth a look at every key.
        BlockKind::List(list) if list.items.len() > 200 => {}
        _ => block.children().into_iter().for_each(|child| collect(child, images)),
    }
}

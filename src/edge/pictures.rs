//! Reads and decodes pictures, on a thread of its own: a photograph takes a tenth of a second.

use std::fs::File;
use std::io::{Cursor, Read as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;

use image::{ImageReader, Limits};
use tokio::sync::mpsc::Sender;

use super::wake::Wake;
use crate::app::{Msg, Picture};

/// Larger files are not for a page.
const BYTES_MAX: u64 = 32 * 1024 * 1024;
/// Pixels in each direction that are decoded; beyond lies a bomb or a poster.
const PIXELS_MAX: u32 = 12_000;
/// Bytes a decoder may take.
const MEMORY_MAX: u64 = 512 * 1024 * 1024;
/// Pixels in each direction that are kept: more than any terminal has for a page.
const KEPT_MAX: u32 = 1_024;

/// One picture to read.
pub(super) struct Wanted {
    pub(super) course: usize,
    pub(super) path: String,
    /// Its bytes, if they came with the course.
    pub(super) bytes: Option<Vec<u8>>,
}

/// The way to the thread; it ends when this is dropped.
pub(super) struct Pictures {
    wanted: mpsc::Sender<Wanted>,
}

impl Pictures {
    /// Starts the thread. `root` is the folder of the course, if it lies on a disk.
    pub(super) fn start(root: Option<PathBuf>, wakes: Sender<Wake>) -> Self {
        let (wanted, inbox) = mpsc::channel::<Wanted>();
        thread::spawn(move || {
            while let Ok(Wanted { course, path, bytes }) = inbox.recv() {
                let picture = read(root.as_deref(), &path, bytes).and_then(|bytes| decode(&bytes));
                if wakes.blocking_send(Wake::Job(Msg::PictureLoaded { course, path, picture })).is_err() {
                    return;
                }
            }
        });
        Self { wanted }
    }

    /// Asks for a picture.
    pub(super) fn load(&self, wanted: Wanted) {
        // A thread that is gone means words instead of pictures, which is no reason to stop.
        let _ = self.wanted.send(wanted);
    }
}

/// The bytes of a picture inside the course folder.
fn read(root: Option<&Path>, path: &str, bytes: Option<Vec<u8>>) -> Result<Vec<u8>, String> {
    if let Some(bytes) = bytes.filter(|bytes| !bytes.is_empty()) {
        return Ok(bytes);
    }
    let root = root.ok_or("it is not in the course folder")?;
    let whole = root.join(path);
    // What looks like a file of the course may have become a link out of it since the course was read.
    let inside = whole.canonicalize().and_then(|whole| Ok(whole.starts_with(root.canonicalize()?)));
    if !inside.map_err(|error| error.to_string())? {
        return Err("it leads out of the course folder".to_owned());
    }
    let mut bytes = Vec::new();
    let file = File::open(&whole).map_err(|error| error.to_string())?;
    file.take(BYTES_MAX + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    if bytes.len() as u64 > BYTES_MAX { Err(format!("it has more than {} MB", BYTES_MAX >> 20)) } else { Ok(bytes) }
}

/// The pixels, over the colour that pictures on pages lie on, which is white.
fn decode(bytes: &[u8]) -> Result<Picture, String> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|error| error.to_string())?;
    if reader.format().is_none() {
        return Err("only PNG and JPEG can be drawn".to_owned());
    }
    let mut limits = Limits::default();
    (limits.max_image_width, limits.max_image_height) = (Some(PIXELS_MAX), Some(PIXELS_MAX));
    limits.max_alloc = Some(MEMORY_MAX);
    reader.limits(limits);
    let image = reader.decode().map_err(|error| format!("it cannot be read: {error}"))?;
    let image = if image.width().max(image.height()) > KEPT_MAX { image.thumbnail(KEPT_MAX, KEPT_MAX) } else { image };
    let image = image.into_rgba8();
    let over_white = |pixel: &image::Rgba<u8>| {
        let [red, green, blue, alpha] = pixel.0.map(u32::from);
        [red, green, blue].map(|colour| ((colour * alpha + 255 * (255 - alpha)) / 255) as u8)
    };
    let (width, height) = (image.width() as usize, image.height() as usize);
    Ok(Picture { width, height, pixels: image.pixels().map(over_white).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let image =
            image::RgbaImage::from_fn(width, height, |x, _| image::Rgba([255, 0, 0, if x == 0 { 0 } else { 255 }]));
        let mut bytes = Cursor::new(Vec::new());
        image.write_to(&mut bytes, image::ImageFormat::Png).expect("a PNG");
        bytes.into_inner()
    }

    #[test]
    fn a_picture_is_decoded_over_white() {
        let picture = decode(&png(3, 2)).expect("a picture");
        assert_eq!((picture.width, picture.height), (3, 2));
        assert_eq!(picture.pixels[..2], [[255, 255, 255], [255, 0, 0]]);
    }

    #[test]
    fn what_is_no_picture_says_why() {
        assert_eq!(decode(b"<svg/>"), Err("only PNG and JPEG can be drawn".to_owned()));
        assert!(decode(&png(3, 2)[..40]).expect_err("half a file").starts_with("it cannot be read: "));
        assert!(decode(&png(20_000, 1)).is_err(), "a bomb");
    }

    #[test]
    fn nothing_outside_of_the_course_is_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let course = folder.path().join("course");
        std::fs::create_dir(&course).expect("a folder");
        std::fs::write(folder.path().join("secret.png"), png(1, 1)).expect("a file");
        std::os::unix::fs::symlink(folder.path().join("secret.png"), course.join("link.png")).expect("a link");
        assert_eq!(read(Some(&course), "link.png", None), Err("it leads out of the course folder".to_owned()));
        std::fs::write(course.join("own.png"), png(1, 1)).expect("a file");
        assert!(read(Some(&course), "own.png", None).is_ok());
    }
}

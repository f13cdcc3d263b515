//! Where the learner's memory lives.

use std::path::{Path, PathBuf};

use etcetera::BaseStrategy as _;

/// The directory that was asked for, or the platform's place for a user's data: `~/.local/share/coldstart` on Linux.
///
/// # Errors
/// When there is no home directory to put it in.
pub fn data_dir(chosen: Option<&Path>) -> Result<PathBuf, String> {
    if let Some(chosen) = chosen {
        return Ok(chosen.to_owned());
    }
    let native = etcetera::base_strategy::choose_native_strategy().map_err(|_| {
        "there is no home directory to keep your progress in; name a place with --data-dir DIR".to_owned()
    })?;
    Ok(native.data_dir().join("coldstart"))
}

//! What fills the screen: the course map, or a lesson with its lab.

mod compare;
pub mod home;
pub mod study;

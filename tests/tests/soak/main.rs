//! A short soak test. `cargo bench -p graph-tests --bench soak` runs the long one.

mod storm;

use storm::{Storm, Way};

#[test]
fn every_patch_arrives_once_in_batches() {
    let figures = Storm { patches: 2_000, objects: 2_000, way: Way::Batches }.run();
    assert!(figures.most_under_way > 16 && figures.time.as_secs() > 60, "{figures:?}");
}

#[test]
fn the_last_patch_of_an_object_wins_in_batches() {
    let figures = Storm { patches: 1_500, objects: 200, way: Way::Batches }.run();
    assert!(figures.requests < figures.calls / 4, "{figures:?}");
}

#[test]
fn every_patch_arrives_once_one_by_one() {
    Storm { patches: 600, objects: 200, way: Way::Singles }.run();
}

#[test]
fn every_patch_arrives_once_from_many_tasks() {
    let figures = Storm { patches: 1_000, objects: 500, way: Way::Tasks }.run();
    assert!(figures.most_under_way == 64 && figures.calls > 1_300, "{figures:?}");
}

use super::*;
use crate::testing::{Script, Step, answer, thing, thing_json};
use crate::transport::Retry;
use crate::{Client, StaticToken};

#[tokio::test(start_paused = true)]
async fn an_attempt_that_hangs_leaves_time_for_another() {
    let script = Script::new([Step::Hang, answer(200, &[], thing_json())]);
    let transport = Retry::new(Timeout::new(script.clone(), Duration::from_secs(20))).retry_ambiguous_writes();
    Client::new(transport, StaticToken::new("t")).get(thing()).await.unwrap();
    assert!((20.5..21.1).contains(&script.times()[1]), "{:?}", script.times());
}

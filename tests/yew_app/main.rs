//! A Yew app of a publisher, with widgets in its own markup. Its copy of Yew numbers
//! its roots and listeners from 1, as that of the widget does.

#[cfg(target_arch = "wasm32")]
mod app {
    use yew::prelude::*;

    #[component]
    fn App() -> Html {
        let own = use_state(|| 0);
        let all = use_state(|| 0);
        let count = |clicks: &UseStateHandle<u32>| {
            let clicks = clicks.clone();
            Callback::from(move |_: MouseEvent| clicks.set(*clicks + 1))
        };
        html! {
            <main onclick={count(&all)}>
                <button type="button" class="own" onclick={count(&own)}>{ *own }</button>
                <output>{ *all }</output>
                <key-events src="/feed.json" loading="eager" />
                <section>
                    <key-events src="/other.json" loading="eager" />
                </section>
            </main>
        }
    }

    #[component]
    fn Small() -> Html {
        let clicks = use_state(|| 0);
        let onclick = {
            let clicks = clicks.clone();
            Callback::from(move |_: MouseEvent| clicks.set(*clicks + 1))
        };
        html! { <button type="button" {onclick}>{ *clicks }</button> }
    }

    #[allow(clippy::disallowed_methods, reason = "this is no part of the widget")]
    pub(super) fn mount() {
        let find = |id| web_sys::window()?.document()?.get_element_by_id(id);
        if let Some(root) = find("app") {
            yew::Renderer::<App>::with_root(root).render();
        }
        if let Some(root) = find("small-app") {
            yew::Renderer::<Small>::with_root(root).render();
        }
    }
}

fn main() {
    #[cfg(target_arch = "wasm32")]
    app::mount();
}

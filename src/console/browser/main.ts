/** Starts the console in the browser. */
import { createApp } from 'vue';
import App from './App.vue';
import { router } from './router.ts';
import './styles/base.css';
import './styles/element.css';
import './styles/print.css';
import { followTheme } from './theme.ts';

followTheme();
const app = createApp(App).use(router);
// Until it is known who is there and what is shown, the page's own words stand.
void router.isReady().finally(() => app.mount('#app'));

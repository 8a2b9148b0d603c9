/** Starts the console in the browser. */
import { createApp } from 'vue';
import App from './App.vue';
import { router } from './router.ts';
import './styles/base.css';
import './styles/element.css';
import './styles/print.css';
import { followTheme } from './theme.ts';

followTheme();
createApp(App).use(router).mount('#app');

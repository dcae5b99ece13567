import { mount } from 'svelte';
import './app.css';
import App from './App.svelte';
import { theme } from './parts/theme.svelte';

theme.restore();

const place = document.getElementById('app');
if (!place) throw new Error('index.html has no element with the id "app"');
mount(App, { target: place });

const { statSync } = require('node:fs');

exports.ownSize = (file) => statSync(file).size;
